import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditRow } from "@/lib/audit/list-audit";
import { changedFields } from "./changed-fields";

export function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <TableFrame label="Audit trail">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>When</TableHeaderCell>
            <TableHeaderCell>Who</TableHeaderCell>
            <TableHeaderCell>Action</TableHeaderCell>
            <TableHeaderCell>On</TableHeaderCell>
            <TableHeaderCell>Changed</TableHeaderCell>
            <TableHeaderCell>Address</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={row.id} className="align-top">
              <TableCell className="py-1.5">
                <Time at={row.at.getTime()} form="absolute" />
              </TableCell>
              <TableCell className="py-1.5" title={row.actorId}>
                {row.actorName}{" "}
                {row.actorKind === "user" ? null : <span className="text-muted">({row.actorKind})</span>}
              </TableCell>
              <TableCell className="py-1.5 font-mono text-caption">{row.action}</TableCell>
              <TableCell className="py-1.5">
                {row.targetKind} <span className="font-mono text-caption text-muted">{row.targetId}</span>
              </TableCell>
              <TableCell className="w-full min-w-80 py-1.5 whitespace-normal">
                <Changes before={row.before} after={row.after} />
              </TableCell>
              <TableCell className="py-1.5 font-mono text-caption text-muted">{row.address ?? "–"}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function Changes({ before, after }: { before: unknown; after: unknown }) {
  return changedFields(before, after).map(({ field, before, after }) => (
    <span key={field} className="mr-3 inline-block text-caption">
      <span className="text-muted">{field}</span>{" "}
      <span className="font-mono break-all">
        {before === null ? null : <s className="text-muted">{before}</s>} {after}
      </span>
    </span>
  ));
}
