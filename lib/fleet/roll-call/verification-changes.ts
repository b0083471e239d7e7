import type { SqlOrTransaction } from "@/db/client";
import type { FleetDirectory } from "../directory";
import { dateOfMinute, minuteOf } from "../minute";
import { type AddChange, fromTheBeginning } from "./record-change";

// The directory learns of a commit only when no older transaction is open; results this recent are read from their own
// table.
const graceMinutes = 10;

/**
 * When verifications began and ceased to hold. Devices with a result in or after the span (or shortly before) are
 * judged by their results, each of which holds until it expires or the next is taken; any other device by the
 * directory.
 */
export async function readVerificationChanges(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  fromMinute: number,
  toMinute: number,
  add: AddChange,
): Promise<void> {
  const after = dateOfMinute(fromMinute - graceMinutes);
  const rows = await sql<{ ordinal: number; at: Date; result: string; validUntil: Date | null }[]>`
    select ordinal, at, result, valid_until as "validUntil" from verifications
    where (shard, ordinal) in (select shard, ordinal from verifications where at >= ${after})
    order by shard, ordinal, at`;
  rows.forEach((row, index) => {
    const following = rows[index + 1];
    if (rows[index - 1]?.ordinal !== row.ordinal) add(row.ordinal, fromTheBeginning, "verified", 0);
    const minute = minuteOf(row.at);
    const until = row.validUntil ? minuteOf(row.validUntil) : Number.POSITIVE_INFINITY;
    const next = following?.ordinal === row.ordinal ? minuteOf(following.at) : Number.POSITIVE_INFINITY;
    add(row.ordinal, minute, "verified", row.result === "passed" ? 1 : 0);
    if (until < next) add(row.ordinal, Math.max(until, minute), "verified", 0);
  });
  const judged = new Set(rows.map((row) => row.ordinal));
  for (let ordinal = 0; ordinal < directory.size; ordinal++) {
    const until = directory.verifiedUntilMinute[ordinal] as number;
    if (until > fromMinute && until <= toMinute && !judged.has(ordinal)) add(ordinal, until, "verified", 0);
  }
}
