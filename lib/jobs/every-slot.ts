import type { Transaction } from "@/db/client";
import { judgePulses } from "@/lib/findings/judge-pulses";

export type EverySlot = (tx: Transaction, slot: number, now: Date) => Promise<unknown>;

/** What looks at each slot of five seconds that has ended, under one lease and in the transaction that stores how far it is. */
export const everySlot: readonly EverySlot[] = [judgePulses];
