import type { Database, SqlOrTransaction } from "@/db/client";
import type { CoverageStatus } from "../coverage-status";
import type { FleetDirectory } from "../directory";
import { fleetDirectory } from "../queries/web-directory";
import type { RecordField } from "../roll-call/record-change";
import { allAttributes } from "../roll-call/record-changes";
import type { ShardRecords } from "../roll-call/shard-records";
import type { ShardStates } from "../roll-call/shard-states";
import { eachMoment } from "./each-moment";
import { readFleetSpan } from "./fleet-span";

/** What every device was at one minute: attributes, decisions, verification, state. */
export type FleetMoment = {
  minute: number;
  coverage: CoverageStatus;
  directory: FleetDirectory;
  shards: { shard: number; records: ShardRecords; states: ShardStates }[];
};

type Kept = { moment: Promise<FleetMoment>; minute: number; fields: ReadonlySet<RecordField>; until: number };
const holder = globalThis as { musterMoments?: WeakMap<object, Kept[]> };
// One page asks several times for the same minute. Late bits revise a closed minute, so nothing is kept for long.
const keptMs = 2_000;
const keptMoments = 3;

/**
 * Of the whole fleet, with the past values of `fields` (all unless told; the other attributes are those of now).
 * 600,000 devices: 40 ms, kept for two seconds (12 MB).
 */
export async function fleetMoment(
  db: Database,
  minute: number,
  fields: ReadonlySet<RecordField> = allAttributes,
): Promise<FleetMoment> {
  holder.musterMoments ??= new WeakMap();
  const now = performance.now();
  const kept = (holder.musterMoments.get(db.$client) ?? []).filter((entry) => entry.until > now);
  const found = kept.find((entry) => entry.minute === minute && [...fields].every((field) => entry.fields.has(field)));
  if (found) return found.moment;
  const moment = fleetDirectory(db).then((directory) => readMoment(db.$client, directory, minute, fields));
  moment.catch(() => forget(db, moment));
  const entry = { moment, minute, fields, until: now + keptMs };
  holder.musterMoments.set(db.$client, [...kept, entry].slice(-keptMoments));
  return moment;
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
