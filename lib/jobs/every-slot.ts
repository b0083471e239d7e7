import type { Transaction } from "@/db/client";
import { SlotMemory } from "@/lib/findings/collapse/slot-memory";
import { judgePulses } from "@/lib/findings/judge-pulses";

export type EverySlot = (tx: Transaction, slot: number, now: Date) => Promise<unknown>;

/** What looks at each slot of five seconds that has ended, under one lease and in the transaction that stores how far it is. */
export function everySlot(): readonly EverySlot[] {
  const memory = new SlotMemory();
  return [(tx, slot, now) => judgePulses(tx, slot, now, memory)];
}
