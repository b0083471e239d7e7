import { Skeleton } from "@/components/ui/skeleton";
import type { Ctx } from "@/lib/context";
import { FleetChart } from "../../fleet-chart";
import { FleetControls } from "../../fleet-controls";
import { FleetSummaryFigures } from "../../fleet-summary-figures";
import type { FleetView } from "../../fleet-view";
import { loadFleet } from "../../load-fleet";

type Props = { ctx: Ctx; view: FleetView; latestMinute: number };

/** The provider's devices at a minute and over time. Counted from the bits, which may take longer than the record beside it. */
export async function ProviderFleet({ ctx, view, latestMinute }: Props) {
  const loaded = await loadFleet(ctx, view);
  if (!loaded) return <p className="text-muted">No device of it is enrolled at this minute.</p>;
  return (
    <>
      <FleetControls view={view} latestMinute={latestMinute} />
      <FleetSummaryFigures
        summary={loaded.summary}
        unit={view.unit}
        expected={loaded.timeline.expected}
        pulses={loaded.pulses}
        fall={loaded.fall}
      />
      <FleetChart timeline={loaded.timeline} marks={loaded.marks} view={view} latestMinute={latestMinute} />
    </>
  );
}

export function ProviderFleetLoading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-6">
      <Skeleton className="h-8 w-full max-w-xl" />
      <div className="grid gap-10 md:grid-cols-2 xl:grid-cols-3">
        <Skeleton className="h-44" />
        <Skeleton className="h-44" />
        <Skeleton className="h-44 max-xl:hidden" />
      </div>
      <Skeleton className="h-[25rem]" />
    </div>
  );
}
