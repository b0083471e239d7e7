import type { SqlOrTransaction } from "@/db/client";
import type { FleetDirectory } from "../directory";
import { dateOfMinute, minuteOf } from "../minute";
import { offsetOf, shardOf } from "../shard";
import { readDecisionChanges } from "./decision-changes";
import { type AddChange, fromTheBeginning, type RecordChange, type RecordField } from "./record-change";
import { readVerificationChanges } from "./verification-changes";

/** Changes by shard, by minute: what a span of minutes needs to know beyond the current values of the directory. */
export type RecordChanges = Map<number, RecordChange[]>;

/**
 * What held in the minutes from `fromMinute` to `toMinute` and is not (or not since before them) the current value:
 * attributes from device_history, decisions, verifications. A value holds at a minute if it held at the minute's end,
 * so that a device that upgrades and is admitted at 12:00:30 counts in 12:00 under its new version. Of the attributes
 * only `fields`: who does not ask for the agent need not read the 600,000 upgrades since. Verifications only of `shards`, if given.
 */
export async function readRecordChanges(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  fromMinute: number,
  toMinute: number,
  fields: ReadonlySet<RecordField> = allAttributes,
  shards?: readonly number[],
): Promise<RecordChanges> {
  const changes: RecordChanges = new Map();
  const add = (ordinal: number, minute: number, field: RecordField, value: number) => {
    const shard = shardOf(ordinal);
    let list = changes.get(shard);
    if (!list) {
      list = [];
      changes.set(shard, list);
    }
    list.push({ minute, offset: offsetOf(ordinal), field, value });
  };
  const names = namesOf(fields);
  if (names.length > 0) await readHistoryChanges(sql, directory, { fromMinute, toMinute, names }, add);
  await readDecisionChanges(sql, fromMinute, add);
  await readVerificationChanges(sql, directory, fromMinute, toMinute, add, shards);
  // Stable: several changes within one minute keep their order, and the last one counts.
  for (const list of changes.values()) list.sort((a, b) => (a.minute < b.minute ? -1 : a.minute > b.minute ? 1 : 0));
  return changes;
}

/** As device_history calls the fields. */
export const namesOf = (fields: ReadonlySet<RecordField>): string[] =>
  Object.entries(attributeFields).flatMap(([name, field]) => (fields.has(field) ? [name] : []));

/** What the records keep of a value of device_history. */
export function codeOfValue(directory: FleetDirectory, field: RecordField, value: string | null): number {
  if (field === "region") return directory.regions.code(value);
  if (field === "gpuModel") return directory.gpuModels.code(value);
  if (field === "agent") return directory.agents.code(value);
  return Number(value ?? 0);
}

export const attributeFields: Record<string, RecordField> = {
  region: "region",
  gpu_model: "gpuModel",
  agent: "agent",
  gpu_count: "gpuCount",
  provider: "provider",
};
export const allAttributes: ReadonlySet<RecordField> = new Set(Object.values(attributeFields));

async function readHistoryChanges(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  wanted: { fromMinute: number; toMinute: number; names: string[] },
  add: AddChange,
): Promise<void> {
  const { fromMinute, toMinute, names } = wanted;
  const rows = await sql<{ ordinal: number; field: string; to: Date; value: string | null }[]>`
    select ordinal, field, "to", value from device_history
    where "to" >= ${dateOfMinute(fromMinute + 1)} and "from" < ${dateOfMinute(toMinute + 1)}
      and field = any(${names}::text[])
    order by shard, ordinal, field, "to"`;
  const codeOf = (field: RecordField, value: string | null) => codeOfValue(directory, field, value);
  rows.forEach((row, index) => {
    const field = attributeFields[row.field];
    if (!field) return;
    const before = rows[index - 1];
    const after = rows[index + 1];
    if (before?.ordinal !== row.ordinal || before.field !== row.field) {
      add(row.ordinal, fromTheBeginning, field, codeOf(field, row.value));
    }
    const hasNext = after?.ordinal === row.ordinal && after.field === row.field;
    const next = hasNext ? codeOf(field, after.value) : currentValue(directory, row.ordinal, field);
    add(row.ordinal, minuteOf(row.to), field, next);
  });
}

function currentValue(directory: FleetDirectory, ordinal: number, field: RecordField): number {
  switch (field) {
    case "region":
      return directory.region[ordinal] ?? 0;
    case "gpuModel":
      return directory.gpuModel[ordinal] ?? 0;
    case "agent":
      return directory.agent[ordinal] ?? 0;
    case "gpuCount":
      return directory.gpuCount[ordinal] ?? 0;
    default:
      return directory.provider[ordinal] ?? 0;
  }
}
