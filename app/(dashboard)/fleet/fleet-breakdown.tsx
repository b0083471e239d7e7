import type { BreakdownRow, FleetSummary, FleetTimeline } from "@/lib/fleet/types";
import { breakdownLines } from "./breakdown-lines";
import { BreakdownPicker } from "./breakdown-picker";
import { BreakdownTable } from "./breakdown-table";
import type { FleetView } from "./fleet-view";

type FleetBreakdownProps = {
  view: FleetView;
  summary: FleetSummary;
  rows: readonly BreakdownRow[];
  timeline: FleetTimeline;
};

/** The same numbers by what the devices have in common; the lines sum to those above. */
export function FleetBreakdown({ view, summary, rows, timeline }: FleetBreakdownProps) {
  const lines = breakdownLines({ by: view.by, unit: view.unit, summary, rows, timeline });
  return (
    <section aria-labelledby="breakdown" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="breakdown" className="font-semibold text-body">
          Breakdown
        </h2>
        <BreakdownPicker by={view.by} />
      </div>
      <BreakdownTable by={view.by} lines={lines} />
    </section>
  );
}
