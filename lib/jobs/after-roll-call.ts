import type { Database } from "@/db/client";
import { detectCollapseBetween } from "@/lib/findings/detect-collapse";

export type ClosedMinutes = { fromMinute: number; toMinute: number };
export type AfterRollCall = (db: Database, closed: ClosedMinutes, now: Date) => Promise<void>;

/**
 * What looks at minutes that were closed, in this order. Each is given every minute once, and again if it or a later
 * one failed.
 */
export const afterRollCall: readonly AfterRollCall[] = [
  (db, { fromMinute, toMinute }, now) => detectCollapseBetween(db, fromMinute, toMinute, now),
];
