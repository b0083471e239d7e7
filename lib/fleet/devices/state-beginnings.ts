import type { Database } from "@/db/client";
import type { KeptMoment } from "../cohort/fleet-moment";
import { readStateBeginnings, type StateBeginnings } from "./read-state-beginnings";

type Kept = { minute: number; revisedAt: number | null; until: number; read: Promise<StateBeginnings> };
const holder = globalThis as { musterBeginnings?: WeakMap<object, Kept[]> };

/** Longer than somebody pages through one minute; a revision hours before it that moved what had begun shows after that. */
const keptMs = 5 * 60_000;
const keptMinutes = 4;

/**
 * Of every device, since when it is in the state that it had at the moment. 600,000 devices take 0.2 to 1 s once for a minute and its
 * revision, and are kept in 8 bytes each.
 */
export function stateBeginnings(db: Database, moment: KeptMoment): Promise<StateBeginnings> {
  holder.musterBeginnings ??= new WeakMap();
  const { minute, revisedAt } = moment;
  const now = performance.now();
  const kept = (holder.musterBeginnings.get(db.$client) ?? []).filter(({ until }) => until > now);
  const found = kept.find((entry) => entry.minute === minute && entry.revisedAt === revisedAt);
  if (found) return found.read;
  const entry: Kept = { minute, revisedAt, until: now + keptMs, read: readStateBeginnings(db.$client, moment) };
  entry.read.catch(() => {
    entry.until = 0; // the next who asks reads it again
  });
  holder.musterBeginnings.set(db.$client, [...kept, entry].slice(-keptMinutes));
  return entry.read;
}
