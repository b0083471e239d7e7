"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableFrame, TableHead, TableHeaderCell } from "@/components/ui/table";
import { type BreakdownColumn, type BreakdownSort, breakdownColumns, sortLines } from "./breakdown-columns";
import type { BreakdownLine } from "./breakdown-lines";
import { BreakdownTableRow } from "./breakdown-row";
import { type BreakdownBy, breakdownsBy, filterParameter } from "./fleet-ranges";
import { useFleetUrl } from "./use-fleet-url";

/** A click on a name limits the whole page to it. */
export function BreakdownTable({ by, lines }: { by: BreakdownBy; lines: readonly BreakdownLine[] }) {
  const { change, isPending } = useFleetUrl();
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setSort] = useState<BreakdownSort>({ field: "enrolled", isUp: false });
  const label = breakdownsBy.find(({ value }) => value === by)?.label ?? by;
  const columns = breakdownColumns(by, lines);
  const isReason = by === "reason";
  const sort = isReason ? { ...wanted, field: "blocked" as const } : wanted;
  if (lines.length === 0) {
    return <EmptyState title="Nothing to break down">No device of this minute has a {label.toLowerCase()}.</EmptyState>;
  }
  return (
    <TableFrame label={`By ${label.toLowerCase()}`}>
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell className="max-lg:sticky max-lg:left-0 max-lg:bg-surface">{label}</TableHeaderCell>
            {columns.map((column) => (
              <SortHeader key={column.field} column={column} sort={sort} onSort={setSort} />
            ))}
            {isReason ? null : <TableHeaderCell isNumber>Connected share</TableHeaderCell>}
            <TableHeaderCell>{isReason ? "Blocked in this time" : "Devices connected, last 6 h"}</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {sortLines(lines, sort).map((line) => (
            <BreakdownTableRow
              key={line.key ?? "rest"}
              line={line}
              columns={columns}
              hasShare={!isReason}
              isPending={isPending && line.key === chosen}
              onFilter={(key) => {
                setChosen(key);
                change({ [filterParameter[by]]: key });
              }}
            />
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

type SortHeaderProps = { column: BreakdownColumn; sort: BreakdownSort; onSort: (sort: BreakdownSort) => void };

function SortHeader({ column: { field, label }, sort, onSort }: SortHeaderProps) {
  const isSorted = field === sort.field;
  const Arrow = sort.isUp ? ArrowUp : ArrowDown;
  return (
    <TableHeaderCell isNumber aria-sort={isSorted ? (sort.isUp ? "ascending" : "descending") : undefined}>
      <button
        type="button"
        className="inline-flex items-center gap-1 rounded-sm hover:text-text"
        onClick={() => onSort({ field, isUp: isSorted && !sort.isUp })}
      >
        {isSorted ? <Arrow className="size-3" aria-hidden="true" /> : null}
        {label}
      </button>
    </TableHeaderCell>
  );
}
