import { judgeSlots, type SlotReader } from "@/lib/detect/collapse/judge-slots";
import type { Pulse } from "@/lib/fleet/pulse/pulse";

/** One slot may be a hiccup, and three raise the finding. */
const misses = 2;

/** Whether fewer devices are admitted right now than in the same seconds of the minutes before, sooner than any minute is counted. */
export function isPulseFalling(pulses: readonly Pulse[]): boolean {
  const newest = pulses.at(-1);
  if (!newest) return false;
  const bySlot = new Map(pulses.map((pulse) => [pulse.slot, pulse]));
  const at: SlotReader = (slot) => {
    const pulse = bySlot.get(slot);
    return pulse && { admitted: pulse.admitted, called: pulse.admitted + pulse.turnedAway };
  };
  return judgeSlots({ dimension: "fleet", key: "" }, newest.slot, at, at, misses) !== null;
}

type Band = { low: number; high: number };

/**
 * What the count of a minute is against what was expected of it. doubtful: within it, and not to be relied on; undecided: below
 * it, and within it if those that are unknown should be connected.
 */
export type Expectation = { kind: "below" | "above" | "within" | "undecided" } | { kind: "doubtful"; why: string };

export type Counted = { connected: number; unknown: number };

/** `fall` is what goes on by an open finding; only of the present. */
export function prepareExpected(
  { connected, unknown }: Counted,
  band: Band,
  fall: string | null,
  isFalling: boolean,
): Expectation {
  if (connected < band.low) return { kind: connected + unknown >= band.low ? "undecided" : "below" };
  if (fall !== null) return { kind: "doubtful", why: fall };
  if (isFalling) return { kind: "doubtful", why: "fewer devices call now" };
  return { kind: connected > band.high ? "above" : "within" };
}
