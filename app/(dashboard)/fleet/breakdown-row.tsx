"use client";
import { SparkLine } from "@/components/charts/spark-line";
import { Count } from "@/components/ui/count";
import { Spinner } from "@/components/ui/spinner";
import { TableCell, TableRow } from "@/components/ui/table";
import type { BreakdownColumn } from "./breakdown-columns";
import { type BreakdownLine, isShareKnown } from "./breakdown-lines";
import { Share } from "./share";

type BreakdownRowProps = {
  line: BreakdownLine;
  columns: readonly BreakdownColumn[];
  hasShare: boolean;
  /** Clicked, and the page is not there yet. */
  isPending: boolean;
  onFilter: (key: string) => void;
};

export function BreakdownTableRow({ line, columns, hasShare, isPending, onFilter }: BreakdownRowProps) {
  const { key } = line;
  const look = (field: BreakdownColumn["field"]) => {
    if (line[field] === 0) return "text-faint";
    return field === "connected" ? "font-medium" : "";
  };
  return (
    <TableRow>
      <TableCell className="max-lg:sticky max-lg:left-0 max-lg:bg-surface">
        {key === null ? (
          <span className="text-muted">{line.label}</span>
        ) : (
          <span className="flex items-center gap-2">
            <button
              type="button"
              className="max-w-64 truncate rounded-sm text-left underline-offset-2 hover:underline"
              title={`Limit the page to ${line.label}`}
              onClick={() => onFilter(key)}
            >
              {line.label}
            </button>
            {isPending ? <Spinner /> : null}
          </span>
        )}
      </TableCell>
      {columns.map(({ field }) => (
        <TableCell key={field} isNumber className={look(field)}>
          <Count value={line[field]} />
        </TableCell>
      ))}
      {hasShare ? (
        <TableCell isNumber className="text-muted">
          {!isShareKnown(line) ? "unknown" : <Share part={line.connected} whole={line.enrolled} />}
        </TableCell>
      ) : null}
      <TableCell>
        {line.trend.length > 0 ? <SparkLine values={line.trend} label={`Course of ${line.label}`} /> : null}
      </TableCell>
    </TableRow>
  );
}
