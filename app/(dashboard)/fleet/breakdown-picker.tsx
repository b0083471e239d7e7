"use client";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { type BreakdownBy, breakdownsBy } from "./fleet-ranges";
import { useFleetUrl } from "./use-fleet-url";

export function BreakdownPicker({ by }: { by: BreakdownBy }) {
  const { change } = useFleetUrl();
  return (
    <div className="max-w-full overflow-x-auto">
      <SegmentedControl
        label="Break down by"
        value={by}
        options={breakdownsBy}
        onChange={(value) => change({ by: value === "region" ? null : value })}
      />
    </div>
  );
}
