"use client";
import { type ColumnDef, metaHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { ScrollRegion } from "./scroll-region";

type ColumnLook = {
  width: number;
  isNumber?: boolean;
  /** The name of the server's sort; a column without one is not sorted. */
  sort?: string;
};

export const virtualTableFeatures = tableFeatures({ columnMeta: metaHelper<ColumnLook>() });
type Features = typeof virtualTableFeatures;

type VirtualTableProps<Row extends object> = {
  label: string;
  columns: ColumnDef<Features, Row>[];
  /** What was loaded so far; the server sorts. */
  rows: Row[];
  rowId: (row: Row) => string;
  /** All rows, loaded or not. */
  total: number;
  sort: string;
  order: "asc" | "desc";
  onSort: (sort: string) => void;
  /** Called when the last loaded row comes near. */
  onEnd: () => void;
  /** Below the last row: that more is being loaded, or why it could not be. */
  foot?: ReactNode;
};

const rowPx = 32;
const headPx = 33;
const overscan = 12;

/** A table of any length: only the rows in sight are in the page, and more are fetched on the way down. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowId, total, sort, order, onSort, onEnd, foot } = props;
  const scroller = useRef<HTMLElement>(null);
  const table = useTable({ features: virtualTableFeatures, columns, data: rows, getRowId: rowId });
  const model = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan,
    scrollMargin: headPx,
    initialRect: { width: 1_000, height: 800 },
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const isNearEnd = model.length > 0 && lastIndex >= model.length - overscan * 2;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, onEnd]);
  const above = (items[0]?.start ?? headPx) - headPx;
  const below = model.length * rowPx - ((items.at(-1)?.end ?? headPx) - headPx);
  const lookOf = (column: { columnDef: { meta?: ColumnLook } }) => column.columnDef.meta ?? { width: 120 };
  const width = table.getAllLeafColumns().reduce((sum, column) => sum + lookOf(column).width, 0);
  return (
    <ScrollRegion
      ref={scroller}
      label={label}
      className="relative max-h-[max(24rem,calc(100dvh-17rem))] rounded-lg border border-line bg-surface"
    >
      <table
        aria-rowcount={total + 1}
        className="w-full table-fixed border-collapse text-table"
        style={{ minWidth: width }}
      >
        <colgroup>
          {table.getAllLeafColumns().map((column) => (
            <col key={column.id} style={{ width: lookOf(column).width }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface text-left text-caption text-muted shadow-[0_1px_0_var(--line)]">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => {
                const look = lookOf(header.column);
                const isSorted = look.sort === sort;
                return (
                  <th
                    key={header.id}
                    scope="col"
                    aria-sort={isSorted ? (order === "asc" ? "ascending" : "descending") : undefined}
                    className={`h-8 px-3 font-medium whitespace-nowrap ${look.isNumber ? "text-right" : ""}`}
                  >
                    {look.sort ? (
                      <button
                        type="button"
                        onClick={() => onSort(look.sort as string)} // it is there
                        className={`inline-flex items-center gap-1 rounded-sm hover:text-text ${isSorted ? "text-text" : ""}`}
                      >
                        <table.FlexRender header={header} />
                        {isSorted ? <SortMark order={order} /> : null}
                      </button>
                    ) : (
                      <table.FlexRender header={header} />
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} /> : null}
          {items.map((item) => {
            const row = model[item.index];
            if (!row) return null;
            return (
              <tr key={row.id} aria-rowindex={item.index + 2} className="h-8 border-line border-b hover:bg-sunken/60">
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} className={`h-8 truncate px-3 ${lookOf(cell.column).isNumber ? "text-right" : ""}`}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 ? <Spacer height={below} /> : null}
        </tbody>
      </table>
      {foot ? <div className="sticky left-0 px-3 py-2 text-caption text-muted">{foot}</div> : null}
    </ScrollRegion>
  );
}

const Spacer = ({ height }: { height: number }) => <tr style={{ height }} />;

function SortMark({ order }: { order: "asc" | "desc" }) {
  const Arrow = order === "asc" ? ArrowUp : ArrowDown;
  return <Arrow className="size-3" aria-hidden="true" />;
}
