"use client";
import type { ChartMark } from "@/components/charts/chart-mark";
import { CrosshairProvider } from "@/components/charts/crosshair";
import { LazyStateAreaChart } from "@/components/charts/lazy-state-area-chart";
import type { FleetTimeline } from "@/lib/fleet/types";
import { isoMinute } from "./changed-query";
import type { FleetView } from "./fleet-view";
import { useFleetUrl } from "./use-fleet-url";

type FleetChartProps = {
  timeline: FleetTimeline;
  marks: readonly ChartMark[];
  view: FleetView;
  latestMinute: number;
};

/** The states over time; what is done in it goes to the address, and the page follows. */
export function FleetChart({ timeline, marks, view, latestMinute }: FleetChartProps) {
  const { change } = useFleetUrl();
  const things = view.unit === "gpus" ? "GPUs" : "Devices";
  return (
    <CrosshairProvider>
      <LazyStateAreaChart
        label={`${things} by state over time`}
        timeline={timeline}
        marks={marks}
        atMinute={view.atMinute}
        onZoom={(from, to) => {
          if (to - from >= 5) change({ from: isoMinute(from), to: isoMinute(Math.min(to, latestMinute)) });
        }}
        onBack={() => change({ from: null, to: null })}
        onPick={(minute) => change({ at: minute >= latestMinute ? null : isoMinute(minute) })}
      />
    </CrosshairProvider>
  );
}
