"use client";
import { Count } from "@/components/ui/count";
import { Table, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { EstimateRow, PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import { effectColumns, prepareEstimateRows } from "./prepare-estimate-rows";

type Props = { by: "provider" | "GPU model" | "region"; rows: EstimateRow[]; others: number; estimate: PolicyEstimate };

/** The most affected values of one dimension, of the last 24 hours; with the others' row each column sums to the figure above. */
export function EstimateTable({ by, rows, others, estimate }: Props) {
  const columns = effectColumns(estimate);
  const { shown, hidden } = prepareEstimateRows(rows, others, columns);
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-medium text-table">By {by}</h3>
      {shown.length === 0 ? (
        <p className="text-muted text-table">Nobody is affected.</p>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell className="pl-0">{by.replace(/^./, (first) => first.toUpperCase())}</TableHeaderCell>
              {columns.map((column) => (
                <TableHeaderCell key={column.key} isNumber>
                  {column.label}
                </TableHeaderCell>
              ))}
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
                {columns.map((column) => (
                  <TableCell key={column.key} isNumber>
                    <Count value={column.of(row)} />
                  </TableCell>
                ))}
                <TableCell isNumber className="pr-0 text-muted">
                  <Count value={row.seen.last24Hours.devices} />
                </TableCell>
              </TableRow>
            ))}
            {hidden ? (
              <TableRow>
                <TableCell className="pl-0 text-muted">
                  <Count value={hidden.values} /> more
                </TableCell>
                {columns.map((column, index) => (
                  <TableCell key={column.key} isNumber className="text-muted">
                    <Count value={hidden.devices[index] ?? 0} />
                  </TableCell>
                ))}
                <TableCell className="pr-0" />
              </TableRow>
            ) : null}
          </tbody>
        </Table>
      )}
    </div>
  );
}
