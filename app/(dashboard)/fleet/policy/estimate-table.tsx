"use client";
import { Count } from "@/components/ui/count";
import { Table, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { EstimateRow } from "@/lib/fleet/policy/policy-estimate";

/** The most affected values of one dimension, of the last 24 hours; the others are counted, openly. */
export function EstimateTable({ title, rows, others }: { title: string; rows: EstimateRow[]; others: number }) {
  const shown = rows.slice(0, 8);
  const label = title.replace(/^By (.)/, (_, first: string) => first.toUpperCase());
  const hidden = others + rows.length - shown.length;
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-medium text-table">{title}</h3>
      {shown.length === 0 ? (
        <p className="text-muted text-table">Nobody is affected.</p>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell className="pl-0">{label}</TableHeaderCell>
              <TableHeaderCell isNumber>Affected</TableHeaderCell>
              <TableHeaderCell isNumber className="pr-0">
                Called
              </TableHeaderCell>
            </tr>
          </TableHead>
          <tbody>
            {shown.map((row) => (
              <TableRow key={row.key}>
                <TableCell className="max-w-40 truncate pl-0" title={row.label}>
                  {row.label}
                </TableCell>
                <TableCell isNumber>
                  <Count value={row.turnedAway.last24Hours.devices || row.reported.last24Hours.devices} />
                </TableCell>
                <TableCell isNumber className="pr-0 text-muted">
                  <Count value={row.seen.last24Hours.devices} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {hidden > 0 ? (
        <p className="mt-1 text-caption text-muted">
          and <Count value={hidden} /> others
        </p>
      ) : null}
    </div>
  );
}
