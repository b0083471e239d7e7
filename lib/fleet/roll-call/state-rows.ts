import type { SqlOrTransaction } from "@/db/client";
import { minutesADay } from "../minute";
import { ordinalOf } from "../shard";
import { stateCodes } from "../states";
import type { KnownStates, StateRow } from "./known-states";
import { findLastCalls, type LastCallQuery } from "./last-calls";
import { longestWindow } from "./longest-window";
import type { RollSession } from "./roll-session";
import type { SpanPresence } from "./span-presence";
import type { Transition, TransitionList } from "./transition-list";

const lookBackMinutes = 7 * minutesADay;

const isCalling = (code: number): boolean => code >= stateCodes.connected && code <= stateCodes.blocked_unverified;

/** In these states a device may call without a transition, so its last call cannot be told from the states alone. */
const isOpaque = (code: number): boolean =>
  code === stateCodes.unknown || code === stateCodes.quarantined || code === stateCodes.retired;

export type StateRowsInput = {
  sql: SqlOrTransaction;
  session: RollSession;
  shard: number;
  known: KnownStates;
  presence: SpanPresence;
};

/** The last transition of every device in the list. */
export function lastTransitions(list: TransitionList): Transition[] {
  const last: Transition[] = [];
  for (const transition of list) {
    if (last.at(-1)?.offset === transition.offset) last.pop();
    last.push(transition);
  }
  return last;
}

/**
 * The rows of device_states after these transitions. `lastSeen` is the last minute up to `since` in which the device
 * called, and null in a state that calling makes.
 */
export async function stateRowsOf(input: StateRowsInput, transitions: readonly Transition[]): Promise<StateRow[]> {
  const { known, presence, shard, session } = input;
  const older: LastCallQuery[] = [];
  const rows = transitions.map(({ offset, minute, from, to }): StateRow => {
    if (isCalling(to)) return { offset, state: to, since: minute, lastSeen: null };
    const called = presence.lastCall(offset, minute);
    if (called !== undefined) return { offset, state: to, since: minute, lastSeen: called };
    const stored = known.lastSeen(offset);
    const before = stored !== null && stored <= minute ? stored : null;
    if (isOpaque(from) || minute - longestWindow < presence.fromMinute) {
      const enrolled = session.directory.enrolledMinute[ordinalOf(shard, offset)] ?? 0;
      const notBefore = Math.max(enrolled, (before ?? 0) + 1, startOf(known, offset, from, minute) - longestWindow);
      older.push({ offset, before: Math.min(presence.fromMinute, minute + 1), notBefore });
    }
    return { offset, state: to, since: minute, lastSeen: before };
  });
  if (older.length === 0) return rows;
  const calls = await findLastCalls(input.sql, shard, older);
  return rows.map((row) => ({ ...row, lastSeen: calls.get(row.offset) ?? row.lastSeen }));
}

/** When the state that the device leaves began, as far as that is known. */
function startOf(known: KnownStates, offset: number, from: number, minute: number): number {
  const since = known.since[offset] as number;
  const oldest = minute - lookBackMinutes;
  return known.hasRow[offset] === 1 && known.state[offset] === from && since < minute
    ? Math.max(since, oldest)
    : oldest;
}
