import type { Pulse } from "@/lib/fleet/pulse/pulse";

export type PulseBar = { slot: number; admitted: number; turnedAway: number } | { slot: number; isGap: true };

/** The last `slots` slots up to the newest, oldest first; one without a pulse is a gap, not a zero. */
export function preparePulse(pulses: readonly Pulse[], slots: number): { bars: PulseBar[]; highest: number } {
  const newest = pulses.at(-1)?.slot;
  if (newest === undefined) return { bars: [], highest: 0 };
  const bySlot = new Map(pulses.map((pulse) => [pulse.slot, pulse]));
  const bars = Array.from({ length: slots }, (_, index) => {
    const slot = newest - slots + 1 + index;
    return bySlot.get(slot) ?? { slot, isGap: true as const };
  });
  const highest = Math.max(1, ...bars.map((bar) => ("isGap" in bar ? 0 : bar.admitted + bar.turnedAway)));
  return { bars, highest };
}
