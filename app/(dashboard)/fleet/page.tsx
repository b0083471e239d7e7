import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { requireCtx } from "@/lib/access/session";
import { readEnv } from "@/lib/env";
import { getSetName } from "@/lib/fleet/device-sets/get-set-name";
import { isFilterEmpty } from "@/lib/fleet/filter";
import { getFreshness } from "@/lib/fleet/get-freshness";
import { gatewayUrl } from "@/lib/gateway-url";
import { FleetBreakdown } from "./fleet-breakdown";
import { FleetChart } from "./fleet-chart";
import { FleetControls } from "./fleet-controls";
import { FleetEmpty } from "./fleet-empty";
import { FleetFilters } from "./fleet-filters";
import { FleetFindings } from "./fleet-findings";
import { FleetSummaryFigures } from "./fleet-summary-figures";
import { parseFleetView } from "./fleet-view";
import { loadFleet, loadOpenFindings } from "./load-fleet";
import { NoMatch } from "./no-match";

export const metadata: Metadata = { title: "Fleet" };

const header = <PageHeader title="Fleet">Which GPUs are connected, which are not, since when, and why.</PageHeader>;

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function FleetPage({ searchParams }: { searchParams: Search }) {
  const ctx = await requireCtx();
  const [params, freshness] = await Promise.all([searchParams, getFreshness(ctx)]);
  if (!freshness) return <Empty />;
  const view = parseFleetView(params, freshness.minute);
  const [loaded, openFindings, setName] = await Promise.all([
    loadFleet(ctx, view),
    loadOpenFindings(ctx, view.atMinute),
    view.filter.set ? getSetName(ctx, view.filter.set) : null,
  ]);
  if (!loaded && view.atMinute === null && isFilterEmpty(view.filter)) return <Empty />;
  return (
    <>
      {header}
      <FleetFindings findings={openFindings} />
      <FleetControls view={view} latestMinute={freshness.minute} />
      <FleetFilters filter={view.filter} setName={setName} />
      {loaded ? (
        <>
          <FleetSummaryFigures
            summary={loaded.summary}
            unit={view.unit}
            expected={loaded.timeline.expected}
            pulses={loaded.pulses}
            fall={loaded.fall}
          />
          <FleetChart timeline={loaded.timeline} marks={loaded.marks} view={view} latestMinute={freshness.minute} />
          <FleetBreakdown view={view} summary={loaded.summary} rows={loaded.rows} timeline={loaded.timeline} />
        </>
      ) : (
        <NoMatch atMinute={view.atMinute} />
      )}
    </>
  );
}

/** Nothing was counted yet, or nobody is enrolled. */
function Empty() {
  return (
    <>
      {header}
      <FleetEmpty gateway={gatewayUrl(readEnv()).url} />
    </>
  );
}
