"use client";
import { usePathname, useRouter } from "next/navigation";
import type { ChartMark } from "@/components/charts/chart-mark";
import { CrosshairProvider } from "@/components/charts/crosshair";
import { LazyStateAreaChart } from "@/components/charts/lazy-state-area-chart";
import type { LaneItem } from "@/components/charts/prepare-swim-lanes";
import { SwimLanesChart } from "@/components/charts/swim-lanes-chart";
import type { FleetTimeline } from "@/lib/fleet/types";
import { timelineKindLabels, timelineKinds } from "@/lib/incidents/timeline/timeline-kinds";

type Props = {
  timeline: FleetTimeline;
  fromMinute: number;
  toMinute: number;
  laneItems: readonly LaneItem[];
  marks: readonly ChartMark[];
};

const lanes = timelineKinds.map((key) => ({
  key,
  label: timelineKindLabels[key],
  isBad: key === "attacker" || key === "impact",
}));
const isoOf = (minute: number) => `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;

/** Cause and effect on one axis: the fleet's connections, and under them what happened. A click goes to the fleet at that minute. */
export function IncidentChart({ timeline, fromMinute, toMinute, laneItems, marks }: Props) {
  const router = useRouter();
  const path = usePathname();
  const show = (from: number, to: number) =>
    router.push(`${path}?from=${isoOf(from)}&to=${isoOf(to)}`, { scroll: false });
  const pick = (minute: number) => router.push(`/fleet?at=${isoOf(minute)}`);
  return (
    <CrosshairProvider>
      <div className="grid gap-2">
        {timeline.points.length > 0 ? (
          <LazyStateAreaChart
            label="Devices by state in the time of the incident"
            heightPx={240}
            timeline={timeline}
            marks={marks}
            onPick={pick}
            onZoom={show}
            onBack={() => router.push(path, { scroll: false })}
          />
        ) : null}
        <SwimLanesChart
          label="Events of the incident by kind"
          items={laneItems}
          lanes={lanes}
          fromMinute={timeline.points.length > 0 ? timeline.fromMinute : fromMinute}
          toMinute={timeline.points.length > 0 ? timeline.toMinute : toMinute}
          onPick={pick}
        />
      </div>
    </CrosshairProvider>
  );
}
