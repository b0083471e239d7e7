import Link from "next/link";
import { Fragment } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditRow } from "@/lib/audit/list-audit";
import { changedFields } from "./changed-fields";
import { targetHref } from "./target-href";

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
                {row.targetKind} <Target kind={row.targetKind} id={row.targetId} />
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

function Target({ kind, id }: { kind: string; id: string }) {
  const href = targetHref(kind, id);
  const className = "font-mono text-caption text-muted";
  if (!href) return <span className={className}>{id}</span>;
  return (
    <Link href={href} className={`${className} underline decoration-line underline-offset-2 hover:text-text`}>
      {id}
    </Link>
  );
}

const sign = "inline-block w-3 select-none text-muted";

/** As in a diff: what was, marked −, above what is, marked +; the rows whole behind one click. */
function Changes({ before, after }: { before: unknown; after: unknown }) {
  const changes = changedFields(before, after);
  if (changes.length === 0) return <span className="text-muted">–</span>;
  return (
    <div className="grid gap-0.5 text-caption">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 whitespace-normal">
        {changes.map(({ field, before, after }) => (
          <Fragment key={field}>
            <dt className="text-muted">{field}</dt>
            <dd className="font-mono break-all">
              {before === null ? null : (
                <del className="block text-muted">
                  <span className={sign}>−</span>
                  {before}
                </del>
              )}
              {after === null ? null : (
                <ins className="block no-underline">
                  <span className={sign}>+</span>
                  {after}
                </ins>
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
      <Whole before={before} after={after} />
    </div>
  );
}

function Whole({ before, after }: { before: unknown; after: unknown }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer text-muted hover:text-text">As recorded</summary>
      {Object.entries({ before, after }).map(([side, value]) =>
        value === null || value === undefined ? null : (
          <ScrollRegion
            key={side}
            label={side === "before" ? "Before, as recorded" : "After, as recorded"}
            className="mt-1 max-h-64 rounded border border-line p-2"
          >
            <pre className="whitespace-pre-wrap break-all">
              {side} {JSON.stringify(value, null, 2)}
            </pre>
          </ScrollRegion>
        ),
      )}
    </details>
  );
}
