import type { Pulse } from "@/lib/fleet/pulse/pulse";
import type { LiveEvent } from "@/lib/live/live-event";

export type LiveState = {
  /** What the last roll call was, as far as this page was told. */
  rolledAt: number | null;
  pulses: readonly Pulse[];
  connection: "connecting" | "open" | "lost";
};

const mostPulses = 120;

/** The state after an event: pulses by slot, each once, in order. */
export function afterEvent(state: LiveState, event: LiveEvent): LiveState {
  if (event.kind === "roll_call") return { ...state, rolledAt: Math.max(state.rolledAt ?? 0, event.rolledAt) };
  if (event.kind === "pulse") return { ...state, pulses: mergePulses(state.pulses, [event.pulse]) };
  return state;
}

/** Both by slot; `newer` wins. */
export function mergePulses(older: readonly Pulse[], newer: readonly Pulse[]): readonly Pulse[] {
  const bySlot = new Map(older.map((pulse) => [pulse.slot, pulse]));
  for (const pulse of newer) bySlot.set(pulse.slot, pulse);
  return [...bySlot.values()].sort((a, b) => a.slot - b.slot).slice(-mostPulses);
}
