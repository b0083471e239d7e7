import type { Database, SqlOrTransaction } from "@/db/client";
import type { CoverageStatus } from "../coverage-status";
import type { FleetDirectory } from "../directory";
import { fleetDirectory } from "../queries/web-directory";
import { longestWindow } from "../roll-call/longest-window";
import type { RecordField } from "../roll-call/record-change";
import { allAttributes } from "../roll-call/record-changes";
import type { ShardRecords } from "../roll-call/shard-records";
import type { ShardStates } from "../roll-call/shard-states";
import type { SpanPresence } from "../roll-call/span-presence";
import { eachMoment } from "./each-moment";
import { readFleetSpan } from "./fleet-span";

/** What every device was at one minute: attributes, decisions, verification, state. */
export type FleetMoment = {
  minute: number;
  coverage: CoverageStatus;
  directory: FleetDirectory;
  /** `calls`: of the minutes that the windows reach back to. */
  shards: { shard: number; records: ShardRecords; states: ShardStates; calls: SpanPresence }[];
};

/** As it is kept: with when roll call last revised what the minute depends on; null: never. */
export type KeptMoment = FleetMoment & { revisedAt: number | null };

type Kept = {
  moment: Promise<KeptMoment>;
  minute: number;
  fields: ReadonlySet<RecordField>;
  revisedAt: number | null;
  isPast: boolean;
  until: number;
};
const holder = globalThis as { musterMoments?: WeakMap<object, Kept[]> };
// One page asks several times for the same minute. Late bits revise a closed minute, so the last ones are not kept for long.
const keptMs = 2_000;
/** A minute that heartbeats no longer come late for changes only when roll call revises it, which is looked up each time. */
const pastMs = 5 * 60_000;
const lateMinutes = 15;
const keptMoments = 3;
const keptPastMoments = 6;

/**
 * Of the whole fleet, with the past values of `fields` (all unless told; the other attributes are those of now).
 * 600,000 devices: 40 ms, kept for two seconds, minutes more than a quarter of an hour back for five minutes (12 MB each).
 */
export async function fleetMoment(
  db: Database,
  minute: number,
  fields: ReadonlySet<RecordField> = allAttributes,
): Promise<KeptMoment> {
  holder.musterMoments ??= new WeakMap();
  const { isPast, revisedAt } = await readAge(db.$client, minute);
  const now = performance.now();
  const kept = (holder.musterMoments.get(db.$client) ?? []).filter((entry) => entry.until > now);
  const found = kept.find(
    (entry) =>
      entry.minute === minute && entry.revisedAt === revisedAt && [...fields].every((field) => entry.fields.has(field)),
  );
  if (found) return found.moment;
  const moment = fleetDirectory(db)
    .then((directory) => readMoment(db.$client, directory, minute, fields))
    .then((read) => ({ ...read, revisedAt }));
  moment.catch(() => forget(db, moment));
  kept.push({ moment, minute, fields, revisedAt, isPast, until: now + (isPast ? pastMs : keptMs) });
  const recent = kept.filter((entry) => !entry.isPast).slice(-keptMoments);
  const past = kept.filter((entry) => entry.isPast).slice(-keptPastMoments);
  holder.musterMoments.set(db.$client, [...past, ...recent]);
  return moment;
}

/** Whether the minute lies far enough behind roll call, and when that last revised what it depends on: 257 rows of a primary key, 0.3 ms. */
async function readAge(sql: SqlOrTransaction, minute: number): Promise<{ isPast: boolean; revisedAt: number | null }> {
  const [row] = await sql<{ latest: number | null; revisedAt: Date | null }[]>`
    select (select minute from roll_calls order by minute desc limit 1) as latest, max(revised_at) as "revisedAt"
    from roll_calls where minute between ${minute - longestWindow} and ${minute}`;
  const isPast = minute < (row?.latest ?? minute) - lateMinutes;
  return { isPast, revisedAt: row?.revisedAt?.getTime() ?? null };
}

function forget(db: Database, moment: Promise<FleetMoment>): void {
  const kept = holder.musterMoments?.get(db.$client) ?? [];
  holder.musterMoments?.set(
    db.$client,
    kept.filter((entry) => entry.moment !== moment),
  );
}

async function readMoment(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  minute: number,
  fields: ReadonlySet<RecordField>,
): Promise<FleetMoment> {
  const span = await readFleetSpan(sql, directory, minute, minute, fields);
  for await (const moment of eachMoment(sql, span, [minute])) return moment;
  throw new Error("one minute has one moment");
}
