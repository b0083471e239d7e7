import { offsetOf, ordinalOf } from "../shard";
import { stateCodes } from "../states";
import type { KnownStates, StateRow } from "./known-states";
import { lastTransitions, type StateRowsInput, stateRowsOf } from "./state-rows";
import type { Transition, TransitionList } from "./transition-list";

/**
 * The rows of device_states that a span rolled again makes wrong. A device whose state began after the span keeps its
 * row; of the others that changed, the last transition tells, which may lie before the span when the one within it is
 * gone.
 */
export async function correctedRows(
  input: StateRowsInput,
  list: TransitionList,
  changed: ReadonlySet<number>,
): Promise<StateRow[]> {
  const { known } = input;
  const fromMinute = list.fromMinute;
  const toMinute = fromMinute + list.countByMinute.length - 1;
  const affected = new Set([...changed, ...beganWithin(known, fromMinute, toMinute)]);
  const isLater = (offset: number) => known.hasRow[offset] === 1 && (known.since[offset] as number) > toMinute;
  const last = lastTransitions(list).filter(({ offset }) => affected.has(offset) && !isLater(offset));
  const within = new Set(last.map(({ offset }) => offset));
  const orphaned = [...affected].filter(
    (offset) => !within.has(offset) && !isLater(offset) && (known.since[offset] as number) >= fromMinute,
  );
  const rows = await stateRowsOf(input, [...last, ...(await transitionsBefore(input, orphaned, fromMinute))]);
  return rows.filter((row) => !known.isSame(row));
}

/** Whose state began in the span without a call: a late bit may move their last call without moving the state. */
function* beganWithin(known: KnownStates, fromMinute: number, toMinute: number): Generator<number> {
  for (let offset = 0; offset < known.since.length; offset++) {
    const since = known.since[offset] as number;
    const isCallable = (known.state[offset] as number) >= stateCodes.silent;
    if (known.hasRow[offset] === 1 && isCallable && since >= fromMinute && since <= toMinute) yield offset;
  }
}

async function transitionsBefore(input: StateRowsInput, offsets: number[], minute: number): Promise<Transition[]> {
  if (offsets.length === 0) return [];
  const ordinals = offsets.map((offset) => ordinalOf(input.shard, offset));
  const rows = await input.sql<{ ordinal: number; minute: number; from: number; to: number }[]>`
    select wanted.ordinal, last.minute, last.from_state as "from", last.to_state as "to"
    from unnest(${ordinals}::int[]) wanted (ordinal), lateral (
      select minute, from_state, to_state from transitions
      where shard = ${input.shard} and ordinal = wanted.ordinal and minute < ${minute}
      order by minute desc limit 1) last`;
  return rows.map(({ ordinal, ...rest }) => ({ offset: offsetOf(ordinal), ...rest }));
}
