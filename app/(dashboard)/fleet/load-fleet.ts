import type { ChartMark } from "@/components/charts/chart-mark";
import type { Ctx } from "@/lib/context";
import { fallGoingOn } from "@/lib/findings/collapse/going-on";
import { type Finding, listFindings } from "@/lib/findings/list-findings";
import type { Change } from "@/lib/fleet/changes/change";
import { shortOfChange } from "@/lib/fleet/changes/change-kinds";
import { listChanges } from "@/lib/fleet/changes/list-changes";
import { isFilterEmpty } from "@/lib/fleet/filter";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import { listPulses } from "@/lib/fleet/pulse/list-pulses";
import { getFleetBreakdown } from "@/lib/fleet/queries/get-fleet-breakdown";
import { getFleetSummary } from "@/lib/fleet/queries/get-fleet-summary";
import { getFleetTimeline } from "@/lib/fleet/queries/get-fleet-timeline";
import type { FleetView } from "./fleet-view";

const chartPoints = 900;
const breakdownRows = 50;
const pulseSlots = 60;
const openStatuses = ["new", "in_progress"] as const;

/** All that the fleet page shows, for one view of it; null where no enrolled device is in it. */
export async function loadFleet(ctx: Ctx, view: FleetView) {
  const { filter, unit, fromMinute, toMinute } = view;
  const minute = view.atMinute ?? undefined;
  const span = { from: dateOfMinute(fromMinute), to: dateOfMinute(toMinute + 1) };
  const summary = await getFleetSummary(ctx, { minute, filter });
  if (summary.devices.enrolled === 0) return null;
  const [timeline, rows, changes, findings, pulses, fall] = await Promise.all([
    getFleetTimeline(ctx, { fromMinute, toMinute, unit, filter, maxPoints: chartPoints }),
    view.by === "reason"
      ? []
      : getFleetBreakdown(ctx, { minute: summary.minute, dimension: view.by, filter, limit: breakdownRows }),
    listChanges(ctx, span),
    listFindings(ctx, { rule: "fleet.", ...span, limit: 100 }),
    // Pulses are of groups, not of any filter: shown for the whole fleet alone.
    minute === undefined && isFilterEmpty(filter) ? listPulses(ctx, { slots: pulseSlots }) : null,
    minute === undefined ? fallGoingOn(ctx) : null,
  ]);
  const marks = [...changes.map(markOfChange), ...findings.items.map(markOfFinding)];
  return { summary, timeline, rows, marks, pulses, fall };
}

/** The newest five that are open now; in the past, those that were going on then. */
export async function loadOpenFindings(ctx: Ctx, atMinute: number | null): Promise<Finding[]> {
  const shown =
    atMinute === null
      ? { status: [...openStatuses] }
      : { from: dateOfMinute(atMinute), to: dateOfMinute(atMinute + 1) };
  return (await listFindings(ctx, { rule: "fleet.", ...shown, limit: 5 })).items;
}

function markOfChange(change: Change): ChartMark {
  return {
    id: change.id,
    kind: change.kind,
    short: shortOfChange(change),
    title: change.title,
    fromMinute: minuteOf(change.startsAt),
    ...(change.endsAt ? { toMinute: minuteOf(change.endsAt) } : {}),
  };
}

function markOfFinding(finding: Finding): ChartMark {
  return {
    id: finding.id,
    kind: "finding",
    short: finding.rule === "fleet.ingest-outage" ? "Ingest outage" : "Collapse",
    title: finding.title,
    fromMinute: minuteOf(finding.startedAt),
    toMinute: finding.endedAt ? minuteOf(finding.endedAt) : null,
    href: `/findings/${finding.id}`,
  };
}
