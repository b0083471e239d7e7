"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCount } from "@/components/ui/format-count";
import { stateLooks } from "@/components/ui/state-look";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PreparedStateArea } from "./prepare-state-area";

/** What the chart draws, as rows, newest first. */
export function ChartTable({ area, height }: { area: PreparedStateArea; height: number }) {
  const { locale } = usePreferences();
  const rows = area.rows.filter((row) => row.values !== null).reverse();
  return (
    <TableFrame label="The chart as a table" heightPx={height}>
      <Table>
        <TableHead className="sticky top-0 bg-surface">
          <tr>
            <TableHeaderCell>Minute</TableHeaderCell>
            {area.series.map((state) => (
              <TableHeaderCell key={state} isNumber>
                {stateLooks[state].label}
              </TableHeaderCell>
            ))}
            <TableHeaderCell isNumber>Enrolled</TableHeaderCell>
            {area.hasExpected ? <TableHeaderCell isNumber>Expected</TableHeaderCell> : null}
          </tr>
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={row.minute}>
              <TableCell>
                <Time at={row.minute * 60_000} form="absolute" />
              </TableCell>
              {area.series.map((state) => (
                <TableCell key={state} isNumber>
                  {formatCount(row.values?.[state] ?? 0, locale)}
                </TableCell>
              ))}
              <TableCell isNumber>{formatCount(row.enrolled ?? 0, locale)}</TableCell>
              {area.hasExpected ? (
                <TableCell isNumber>{row.expected ? formatCount(row.expected.median, locale) : "–"}</TableCell>
              ) : null}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
