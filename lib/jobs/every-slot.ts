import type { Database } from "@/db/client";
import { judgePulses } from "@/lib/findings/judge-pulses";

export type EverySlot = (db: Database, slot: number, now: Date) => Promise<unknown>;

/** What looks at each slot of five seconds that has ended, under one lease. */
export const everySlot: readonly EverySlot[] = [judgePulses];
