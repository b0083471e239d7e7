import type { ChartMark } from "@/components/charts/chart-mark";
import type { Ctx } from "@/lib/context";
import { CollapseEvidence } from "@/lib/findings/collapse/collapse-evidence";
import type { Finding } from "@/lib/findings/list-findings";
import { shortOfChange } from "@/lib/fleet/changes/change-kinds";
import { listChanges } from "@/lib/fleet/changes/list-changes";
import { getFreshness } from "@/lib/fleet/get-freshness";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import { providerSlug } from "@/lib/fleet/providers/provider-slug";
import { getFleetTimeline } from "@/lib/fleet/queries/get-fleet-timeline";
import type { FleetFilter } from "@/lib/fleet/types";
import { findFinding } from "../../find-record";

const beforeMinutes = 60;
const afterMinutes = 60;
const longestMinutes = 1_440;
/** What the whole fleet's connections tell about; beside an exposed token they would say nothing. */
const ofTheFleet = new Set(["fleet.collapse", "fleet.ingest-outage"]);

/** A finding, and of one about connections their course from an hour before it to an hour after. */
export async function loadFinding(ctx: Ctx, id: string) {
  const finding = await findFinding(ctx, id);
  const parsed = CollapseEvidence.safeParse(finding.evidence);
  const evidence = parsed.success ? parsed.data : null;
  const freshness = await getFreshness(ctx);
  const filter = evidence ? await filterOfGroup(ctx, evidence.group) : ofTheFleet.has(finding.rule) ? {} : null;
  const span = spanOf(finding, freshness?.minute ?? minuteOf(ctx.now));
  const times = { from: dateOfMinute(span.fromMinute), to: dateOfMinute(span.toMinute + 1) };
  const [timeline, changes] = await Promise.all([
    filter && getFleetTimeline(ctx, { ...span, unit: "devices", filter, maxPoints: 900 }),
    listChanges(ctx, times),
  ]);
  const marks: ChartMark[] = changes.map((change) => ({
    id: change.id,
    kind: change.kind,
    short: shortOfChange(change),
    title: change.title,
    fromMinute: minuteOf(change.startsAt),
    ...(change.endsAt ? { toMinute: minuteOf(change.endsAt) } : {}),
  }));
  marks.push(...edgesOf(finding));
  return { finding, evidence, filter, timeline, marks };
}

function spanOf(finding: Finding, latestMinute: number) {
  const start = minuteOf(finding.startedAt);
  const end = finding.endedAt ? minuteOf(finding.endedAt) : latestMinute;
  const fromMinute = start - beforeMinutes;
  const wanted = Math.max(start + 1, Math.min(latestMinute, end + afterMinutes));
  return { fromMinute, toMinute: Math.min(wanted, fromMinute + longestMinutes) };
}

function edgesOf(finding: Finding): ChartMark[] {
  const edge = (short: string, at: Date): ChartMark => ({
    id: `${finding.id}-${short}`,
    kind: "finding",
    short,
    title: `${short}: ${finding.title}`,
    fromMinute: minuteOf(at),
  });
  return [edge("Start", finding.startedAt), ...(finding.endedAt ? [edge("End", finding.endedAt)] : [])];
}

/** The filter that shows a group; null for a provider that is no longer there. */
async function filterOfGroup(ctx: Ctx, { dimension, key }: CollapseEvidence["group"]): Promise<FleetFilter | null> {
  switch (dimension) {
    case "fleet":
      return {};
    case "region":
      return { region: [key] };
    case "gpu_model":
      return { gpuModel: [key] };
    case "agent":
      return { agent: [key] };
    case "provider": {
      const slug = await providerSlug(ctx, Number(key));
      return slug === null ? null : { provider: [slug] };
    }
  }
}
