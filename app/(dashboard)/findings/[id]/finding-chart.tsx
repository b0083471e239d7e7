"use client";
import { useRouter } from "next/navigation";
import type { ChartMark } from "@/components/charts/chart-mark";
import { CrosshairProvider } from "@/components/charts/crosshair";
import { LazyStateAreaChart } from "@/components/charts/lazy-state-area-chart";
import type { FleetTimeline } from "@/lib/fleet/types";

type FindingChartProps = {
  timeline: FleetTimeline;
  marks: readonly ChartMark[];
  /** The filter of the group, as the address of the fleet page has it. */
  query: string;
};

/** What the finding is about, over its time. A click goes to the fleet at that minute. */
export function FindingChart({ timeline, marks, query: filter }: FindingChartProps) {
  const router = useRouter();
  const iso = (minute: number) => `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;
  const toFleet = (more: Record<string, string>) => {
    const query = new URLSearchParams(filter);
    for (const [name, value] of Object.entries(more)) query.set(name, value);
    router.push(`/fleet?${query.toString().replaceAll("%3A", ":")}`);
  };
  return (
    <CrosshairProvider>
      <LazyStateAreaChart
        label="Devices by state around the finding"
        timeline={timeline}
        marks={marks}
        onPick={(minute) => toFleet({ at: iso(minute) })}
        onZoom={(from, to) => toFleet({ from: iso(from), to: iso(to) })}
      />
    </CrosshairProvider>
  );
}
