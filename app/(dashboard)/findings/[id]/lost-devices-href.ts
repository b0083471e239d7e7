import type { CollapseEvidence } from "@/lib/findings/collapse/collapse-evidence";
import { serializeFleetFilter } from "@/lib/fleet/filter";
import { isoOfMinute } from "@/lib/fleet/minute";
import type { DeviceState } from "@/lib/fleet/states";
import type { FleetFilter } from "@/lib/fleet/types";

type Lost = { filter: FleetFilter; state: DeviceState } & Pick<CollapseEvidence, "lowest" | "recoveredMinute">;

/** The devices page with a group's devices of one state: as they are now while the collapse goes on, else at its lowest minute. */
export function lostDevicesHref({ filter, state, lowest, recoveredMinute }: Lost): string {
  const query = serializeFleetFilter({
    ...filter,
    state: [state.state],
    ...(state.reason ? { reason: [state.reason] } : {}),
  });
  if (recoveredMinute !== null) query.set("at", isoOfMinute(lowest.minute));
  return `/fleet/devices?${query.toString().replaceAll("%3A", ":")}`;
}
