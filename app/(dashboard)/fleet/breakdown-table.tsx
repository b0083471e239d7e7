"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { SparkLine } from "@/components/charts/spark-line";
import { Count } from "@/components/ui/count";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { BreakdownLine } from "./breakdown-lines";
import { type BreakdownBy, breakdownsBy, filterParameter } from "./fleet-ranges";
import { Share } from "./share";
import { useFleetUrl } from "./use-fleet-url";

type NumberColumn = "connected" | "blocked" | "silent" | "quarantined" | "unknown" | "enrolled";

const columns: readonly { field: NumberColumn; label: string }[] = [
  { field: "connected", label: "Connected" },
  { field: "blocked", label: "Blocked" },
  { field: "silent", label: "Silent" },
  { field: "quarantined", label: "Quarantined" },
  { field: "unknown", label: "Unknown" },
  { field: "enrolled", label: "Enrolled" },
];

/** A click on a name limits the whole page to it. */
export function BreakdownTable({ by, lines }: { by: BreakdownBy; lines: readonly BreakdownLine[] }) {
  const { change } = useFleetUrl();
  const [sort, setSort] = useState<{ field: NumberColumn; isUp: boolean }>({ field: "enrolled", isUp: false });
  const label = breakdownsBy.find(({ value }) => value === by)?.label ?? by;
  const shown = columns.filter(({ field }) => {
    if (by === "reason") return field === "blocked";
    return field !== "unknown" || lines.some((line) => line.unknown > 0);
  });
  const field = shown.some((column) => column.field === sort.field) ? sort.field : "blocked";
  // The rest stays last: it is no value of its own.
  const sorted = [...lines].sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
    return (sort.isUp ? a[field] - b[field] : b[field] - a[field]) || a.label.localeCompare(b.label);
  });
  if (lines.length === 0) {
    return <EmptyState title="Nothing to break down">No device of this minute has a {label.toLowerCase()}.</EmptyState>;
  }
  return (
    <TableFrame label={`By ${label.toLowerCase()}`}>
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell className="sticky left-0 bg-surface">{label}</TableHeaderCell>
            {shown.map((column) => (
              <TableHeaderCell
                key={column.field}
                isNumber
                aria-sort={column.field === field ? (sort.isUp ? "ascending" : "descending") : undefined}
              >
                <button
                  type="button"
                  className="inline-flex items-center gap-1 rounded-sm hover:text-text"
                  onClick={() => setSort({ field: column.field, isUp: column.field === field && !sort.isUp })}
                >
                  {column.field !== field ? null : sort.isUp ? (
                    <ArrowUp className="size-3" aria-hidden="true" />
                  ) : (
                    <ArrowDown className="size-3" aria-hidden="true" />
                  )}
                  {column.label}
                </button>
              </TableHeaderCell>
            ))}
            {by === "reason" ? null : <TableHeaderCell isNumber>Connected share</TableHeaderCell>}
            <TableHeaderCell>{by === "reason" ? "Blocked in this time" : "Connected, last hours"}</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {sorted.map((line) => (
            <TableRow key={line.key ?? "rest"}>
              <TableCell className="sticky left-0 bg-surface">
                {line.key === null ? (
                  <span className="text-muted">{line.label}</span>
                ) : (
                  <button
                    type="button"
                    className="max-w-64 truncate rounded-sm text-left underline-offset-2 hover:underline"
                    title={`Limit the page to ${line.label}`}
                    onClick={() => change({ [filterParameter[by]]: line.key ?? "" })}
                  >
                    {line.label}
                  </button>
                )}
              </TableCell>
              {shown.map((column) => (
                <TableCell
                  key={column.field}
                  isNumber
                  className={
                    line[column.field] === 0 ? "text-faint" : column.field === "connected" ? "font-medium" : ""
                  }
                >
                  <Count value={line[column.field]} />
                </TableCell>
              ))}
              {by === "reason" ? null : (
                <TableCell isNumber className="text-muted">
                  <Share part={line.connected} whole={line.enrolled} />
                </TableCell>
              )}
              <TableCell>
                {line.trend.length > 0 ? <SparkLine values={line.trend} label={`Course of ${line.label}`} /> : null}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
