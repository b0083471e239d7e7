import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { UserRow } from "@/lib/access/users/list-users";
import { roleSource } from "./role-source";

export function UsersTable({ users, ownId }: { users: readonly UserRow[]; ownId: string }) {
  return (
    <TableFrame label="Users">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>Name</TableHeaderCell>
            <TableHeaderCell>E-mail</TableHeaderCell>
            <TableHeaderCell>Role</TableHeaderCell>
            <TableHeaderCell>Comes from</TableHeaderCell>
            <TableHeaderCell>Last sign-in</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {users.map((user) => (
            <TableRow key={user.id}>
              <TableCell className="font-medium">
                <span className="inline-flex items-center gap-1.5">
                  <Link href={`/settings/users/${user.id}`} className="underline">
                    {user.name}
                  </Link>
                  {user.id === ownId ? <Badge tone="outline">you</Badge> : null}
                  {user.disabledAt ? <Badge tone="bad">disabled</Badge> : null}
                </span>
              </TableCell>
              <TableCell className="text-muted">{user.email ?? "not given"}</TableCell>
              <TableCell>{user.role ?? "none"}</TableCell>
              <TableCell className="text-muted">{roleSource(user)}</TableCell>
              <TableCell className="text-muted">
                {user.lastSignInAt ? <Time at={user.lastSignInAt.getTime()} /> : "never"}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
