import type { Sql } from "@/db/client";
import type { FleetMoment } from "../cohort/fleet-moment";
import { minutesADay } from "../minute";
import { intArray } from "../roll-call/int-array";
import { offsetOf, ordinalOf, shardOf } from "../shard";
import { eachInteger } from "./each-integer";
import { type LastTransition, type StateBeginning, stateBeginning } from "./state-beginning";

/** By ordinal; 0 where nothing is told, and where a device never called. */
export type StateBeginnings = { since: Int32Array; lastSeen: Int32Array };

/** From so few on each is looked up by itself, which reads no rows of others. */
const fewestInSpans = 5_000;
/** How far the first look goes back, and how much farther each next one. */
const firstSpanMinutes = 60;
const spanGrowth = 6;

/**
 * Since when every device is in the state that it had at a moment, and its last heartbeat until then. Who has not changed since stands in
 * device_states; of the others the transitions before the minute are read backwards, in growing spans, until each is met.
 */
export async function readStateBeginnings(
  sql: Sql,
  moment: FleetMoment,
  fewDevices = fewestInSpans,
): Promise<StateBeginnings> {
  const { size, window } = moment.directory;
  const found: StateBeginnings = { since: new Int32Array(size), lastSeen: new Int32Array(size) };
  const open = new OpenDevices(moment);
  const put = (ordinal: number, told: StateBeginning) => {
    found.since[ordinal] = told.sinceMinute ?? 0;
    found.lastSeen[ordinal] = told.lastSeenMinute ?? 0;
  };
  await readKnown(sql, moment, open, put);
  await readLastTransitions(sql, { minute: moment.minute, open, fewDevices }, (ordinal, last) => {
    const state = open.stateOf(ordinal);
    put(ordinal, stateBeginning(state, { known: null, last }, window[ordinal] as number));
  });
  return found;
}

/** The enrolled of a moment who were not met yet. */
class OpenDevices {
  count = 0;
  readonly #isOpen: Uint8Array;

  constructor(readonly moment: FleetMoment) {
    this.#isOpen = new Uint8Array(moment.directory.size);
    for (const { shard, records } of moment.shards) {
      records.enrolled.visit((offset) => {
        this.#isOpen[ordinalOf(shard, offset)] = 1;
        this.count++;
      });
    }
  }

  stateOf(ordinal: number) {
    return this.moment.shards[shardOf(ordinal)]?.states.codeAt(offsetOf(ordinal)) ?? 0;
  }

  /** Whether the device was still open. */
  close(ordinal: number): boolean {
    if (this.#isOpen[ordinal] !== 1) return false;
    this.#isOpen[ordinal] = 0;
    this.count--;
    return true;
  }

  list(): number[] {
    const ordinals: number[] = [];
    for (let at = this.#isOpen.indexOf(1); at >= 0; at = this.#isOpen.indexOf(1, at + 1)) ordinals.push(at);
    return ordinals;
  }
}

/** Who is in the same state ever since: a shard a row, 600,000 devices 150 ms. */
async function readKnown(
  sql: Sql,
  { minute }: FleetMoment,
  open: OpenDevices,
  put: (ordinal: number, told: StateBeginning) => void,
): Promise<void> {
  const rows = await sql<{ ordinals: string; states: string; since: string; lastSeen: string }[]>`
    select array_agg(ordinal)::text as ordinals, array_agg(state)::text as states, array_agg(since)::text as since,
      array_agg(coalesce(last_seen, -1))::text as "lastSeen"
    from device_states where since <= ${minute} group by shard`;
  for (const row of rows) {
    const [states, since, lastSeen] = [row.states, row.since, row.lastSeen].map(integers) as [
      number[],
      number[],
      number[],
    ];
    eachInteger(row.ordinals, (ordinal, index) => {
      if (!open.close(ordinal)) return;
      const seen = lastSeen[index] as number;
      const known = {
        state: states[index] as number,
        since: since[index] as number,
        lastSeen: seen < 0 ? null : seen,
      };
      put(ordinal, stateBeginning(open.stateOf(ordinal), { known, last: null }, 0));
    });
  }
}

function integers(text: string): number[] {
  const values: number[] = [];
  eachInteger(text, (value) => values.push(value));
  return values;
}

async function readLastTransitions(
  sql: Sql,
  { minute, open, fewDevices }: { minute: number; open: OpenDevices; fewDevices: number },
  met: (ordinal: number, last: LastTransition) => void,
): Promise<void> {
  const [first] = await sql<{ minute: number | null }[]>`select min(minute) as minute from roll_calls`;
  let to = minute;
  let span = firstSpanMinutes;
  while (open.count > fewDevices && to >= (first?.minute ?? to + 1)) {
    const from = to - span + 1;
    for (const { ordinals, ...last } of await readSpan(sql, from, to)) {
      eachInteger(ordinals, (ordinal) => {
        if (open.close(ordinal)) met(ordinal, last);
      });
    }
    to = from - 1;
    span = Math.min(minutesADay, span * spanGrowth);
  }
  if (open.count > 0 && open.count <= fewDevices) {
    for (const { ordinal, ...last } of await readEach(sql, open.list(), to)) met(ordinal, last);
  }
}

/** The latest first; the devices of one change of one minute are one row. */
async function readSpan(sql: Sql, from: number, to: number) {
  return sql<(LastTransition & { ordinals: string })[]>`
    select minute, from_state as "from", to_state as "to", array_agg(ordinal)::text as ordinals from transitions
    where minute between ${from} and ${to} group by minute, from_state, to_state order by minute desc`;
}

/** By the primary key, day by day back to the first that has one. */
async function readEach(sql: Sql, ordinals: number[], to: number) {
  return sql<(LastTransition & { ordinal: number })[]>`
    select wanted.ordinal, last.minute, last.from_state as "from", last.to_state as "to"
    from unnest(${intArray(ordinals.map(shardOf))}::text::smallint[], ${intArray(ordinals)}::text::int[]) wanted (shard, ordinal),
      lateral (
        select minute, from_state, to_state from transitions
        where shard = wanted.shard and ordinal = wanted.ordinal and minute <= ${to}
        order by minute desc limit 1) last`;
}
