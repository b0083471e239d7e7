import { Check } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { permissionWords } from "@/lib/access/permission-words";
import { type Permission, permissions, type Role, roles } from "@/lib/access/permissions";

// The keys of an object literal, which has no others.
const names = Object.keys(permissions) as Permission[];

/** Permission by role. */
export function RolesTable({ ownRole }: { ownRole: Role | null }) {
  return (
    <TableFrame label="Permissions by role">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>What it lets one do</TableHeaderCell>
            {roles.map((role) => (
              <TableHeaderCell key={role}>
                <span className="inline-flex items-center gap-1.5">
                  {role} {role === ownRole ? <Badge tone="outline">you</Badge> : null}
                </span>
              </TableHeaderCell>
            ))}
            <TableHeaderCell>Permission</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {names.map((name) => (
            <TableRow key={name}>
              <TableCell className="min-w-56 py-1 whitespace-normal">{permissionWords[name]}</TableCell>
              {roles.map((role) => (
                <TableCell key={role}>
                  <Mark isGranted={(permissions[name] as readonly Role[]).includes(role)} />
                </TableCell>
              ))}
              <TableCell className="font-mono text-caption text-muted">{name}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function Mark({ isGranted }: { isGranted: boolean }) {
  if (!isGranted) return <span className="text-muted">no</span>;
  return (
    <span className="inline-flex items-center gap-1 font-medium">
      <Check className="size-3.5" aria-hidden="true" /> yes
    </span>
  );
}
