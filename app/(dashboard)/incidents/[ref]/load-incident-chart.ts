import type { ChartMark } from "@/components/charts/chart-mark";
import type { LaneItem } from "@/components/charts/prepare-swim-lanes";
import type { Ctx } from "@/lib/context";
import { minuteOf } from "@/lib/fleet/minute";
import { getFleetTimeline } from "@/lib/fleet/queries/get-fleet-timeline";
import type { IncidentDetail } from "@/lib/incidents/get-incident";
import { momentLabels } from "@/lib/incidents/moments";
import { readLaneItems } from "@/lib/incidents/timeline/read-lane-items";

const longestMinutes = 60 * 1_440;
const leastMinutes = 10;
const mostPoints = 900;

/** The fleet's connections over the incident's time, or over the chosen one, with its events in lanes and its moments as rules. */
export async function loadIncidentChart(ctx: Ctx, detail: IncidentDetail, chosen: { from?: Date; to?: Date }) {
  const { from, to, items } = await readLaneItems(ctx, { incidentId: detail.incident.id, ...chosen });
  // Of one that went on for longer its beginning is shown; the chart is zoomed by the address.
  const fromMinute = Math.min(minuteOf(from), minuteOf(to) - leastMinutes);
  const toMinute = Math.min(minuteOf(to), fromMinute + longestMinutes);
  const timeline = await getFleetTimeline(ctx, { fromMinute, toMinute, unit: "devices", maxPoints: mostPoints });
  const laneItems: LaneItem[] = items.map(({ id, kind, earliest, latest, text }) => ({
    ...{ id, lane: kind, title: text },
    fromMinute: minuteOf(earliest),
    toMinute: minuteOf(latest),
  }));
  const marks: ChartMark[] = detail.moments.map(({ moment, earliest, latest }) => ({
    id: moment,
    kind: "finding",
    short: momentLabels[moment],
    title: momentLabels[moment],
    fromMinute: minuteOf(earliest),
    ...(latest > earliest ? { toMinute: minuteOf(latest) } : {}),
  }));
  return { fromMinute, toMinute, timeline, laneItems, marks };
}
