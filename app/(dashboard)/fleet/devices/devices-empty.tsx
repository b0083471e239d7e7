import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { isFilterEmpty } from "@/lib/fleet/filter";
import type { FleetFilter } from "@/lib/fleet/types";

export function DevicesEmpty({ filter }: { filter: FleetFilter }) {
  if (isFilterEmpty(filter)) {
    return (
      <EmptyState title="No device is enrolled">
        Devices stand here as soon as they are enrolled through the gateway, or imported from an inventory.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No device matches"
      act={
        <Link href="/fleet/devices" className={buttonClass()}>
          Clear all filters
        </Link>
      }
    >
      No device has all of this at the minute that is shown. Take one of the filters off.
    </EmptyState>
  );
}
