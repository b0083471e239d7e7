import type { BlockReason } from "@/lib/fleet/planes";
import type { StateName } from "@/lib/fleet/states";
import { drawnState, stateLooks } from "./state-look";
import { StateMark } from "./state-mark";

/** A device's state as shape and word. */
export function StateBadge({ state, reason }: { state: StateName; reason?: BlockReason | null }) {
  const drawn = drawnState(state, reason);
  const look = stateLooks[drawn];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={`${look.label}: ${look.meaning}`}>
      <StateMark state={drawn} />
      {look.label}
    </span>
  );
}
