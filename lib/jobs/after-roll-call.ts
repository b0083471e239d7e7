import type { Transaction } from "@/db/client";
import { judgeMinutes } from "@/lib/findings/detect-collapse";

export type ClosedMinutes = { fromMinute: number; toMinute: number };
export type AfterRollCall = (tx: Transaction, closed: ClosedMinutes, now: Date) => Promise<void>;

/**
 * What looks at minutes that were closed, in this order, in the transaction that also stores how far they are. Each is given
 * every minute once; if it or a later one fails, nothing of it is left, and it is given the minutes again.
 */
export const afterRollCall: readonly AfterRollCall[] = [
  (tx, { fromMinute, toMinute }, now) => judgeMinutes(tx, fromMinute, toMinute, now),
];
