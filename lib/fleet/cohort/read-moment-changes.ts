import type { SqlOrTransaction } from "@/db/client";
import type { FleetDirectory } from "../directory";
import { dateOfMinute } from "../minute";
import { readDecisionChanges } from "../roll-call/decision-changes";
import { type AddChange, fromTheBeginning, type RecordField } from "../roll-call/record-change";
import { attributeFields, codeOfValue, namesOf, type RecordChanges } from "../roll-call/record-changes";
import { offsetOf, shardOf } from "../shard";

// As in lib/fleet/roll-call/verification-changes.ts.
const graceMinutes = 10;

/**
 * What held at one minute and is not the current value: what readRecordChanges gives for it, but with the devices of one value as one
 * row, since after an upgrade of 600,000 that is what a past minute takes. From 1.3 s down to 0.3.
 */
export async function readMomentChanges(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  minute: number,
  fields: ReadonlySet<RecordField>,
): Promise<RecordChanges> {
  const changes: RecordChanges = new Map();
  const add: AddChange = (ordinal, from, field, value) => {
    const shard = shardOf(ordinal);
    let list = changes.get(shard);
    if (!list) {
      list = [];
      changes.set(shard, list);
    }
    list.push({ minute: from, offset: offsetOf(ordinal), field, value });
  };
  const names = namesOf(fields);
  const [values, verified] = await Promise.all([
    names.length > 0 ? readPastValues(sql, minute, names) : [],
    readVerified(sql, minute),
    readDecisionChanges(sql, minute, add),
  ]);
  // The values of the beginning stand before the decisions only because of the order of minutes.
  for (const { name, value, ordinals } of values) {
    const field = attributeFields[name];
    if (field) addEach(ordinals, field, codeOfValue(directory, field, value), add);
  }
  for (const { isVerified, ordinals } of verified) addEach(ordinals, "verified", isVerified ? 1 : 0, add);
  for (const list of changes.values()) list.sort((a, b) => (a.minute < b.minute ? -1 : a.minute > b.minute ? 1 : 0));
  return changes;
}

/** `ordinals`: as PostgreSQL writes an array, {1,2,3}. */
function addEach(ordinals: string, field: RecordField, value: number, add: AddChange): void {
  for (const ordinal of ordinals.slice(1, -1).split(",")) add(Number(ordinal), fromTheBeginning, field, value);
}

/** Attributes that have changed since, with the devices as an array: a third faster than a text put together from ordinals. */
async function readPastValues(sql: SqlOrTransaction, minute: number, names: string[]) {
  const end = dateOfMinute(minute + 1);
  return sql<{ name: string; value: string | null; ordinals: string }[]>`
    select field as name, value, array_agg(ordinal)::text as ordinals from device_history
    where "to" >= ${end} and "from" < ${end} and field = any(${names}::text[])
    group by shard, field, value`;
}

/**
 * Of the devices with a result at or after the minute (or shortly before): who was verified at its end, which is whose last result
 * until then is one that held. One pass; a look-up of the last result of each reads forty times the pages.
 */
async function readVerified(sql: SqlOrTransaction, minute: number) {
  const end = dateOfMinute(minute + 1);
  return sql<{ isVerified: boolean; ordinals: string }[]>`
    select "isVerified", array_agg(ordinal)::text as ordinals from (
      select shard, ordinal, coalesce(
        max(at) filter (where at < ${end} and result = 'passed' and (valid_until is null or valid_until >= ${end}))
          = max(at) filter (where at < ${end}), false) as "isVerified"
      from verifications group by shard, ordinal having max(at) >= ${dateOfMinute(minute - graceMinutes)}
    ) as devices group by shard, "isVerified"`;
}
