"use client";
import { TravelField } from "@/components/layout/travel-field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Spinner } from "@/components/ui/spinner";
import { isoMinute } from "./changed-query";
import { ranges } from "./fleet-ranges";
import type { FleetView } from "./fleet-view";
import { useFleetUrl } from "./use-fleet-url";

const units = [
  { value: "devices", label: "Devices" },
  { value: "gpus", label: "GPUs" },
] as const;

/** How much time, in which unit, and at which minute. */
export function FleetControls({ view, latestMinute }: { view: FleetView; latestMinute: number }) {
  const { change, isPending } = useFleetUrl();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SegmentedControl
        label="Time range"
        value={view.range}
        options={ranges}
        onChange={(range) => change({ range, from: null, to: null })}
      />
      <SegmentedControl
        label="Unit"
        value={view.unit}
        options={units}
        onChange={(unit) => change({ unit: unit === "gpus" ? "gpus" : null })}
      />
      <TravelField
        minute={view.atMinute ?? latestMinute}
        latestMinute={latestMinute}
        onTravel={(minute) => change({ at: isoMinute(minute) })}
      />
      <span className="text-muted" role="status">
        {isPending ? <Spinner /> : null}
      </span>
    </div>
  );
}
