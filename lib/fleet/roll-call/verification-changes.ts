import type { SqlOrTransaction } from "@/db/client";
import type { FleetDirectory } from "../directory";
import { dateOfMinute } from "../minute";
import { type AddChange, fromTheBeginning } from "./record-change";

// The directory learns of a commit only when no older transaction is open; results this recent are read from their own
// table.
const graceMinutes = 10;

/**
 * When verifications began and ceased to hold. Devices with a result in or after the span (or shortly before) are
 * judged by their results, each of which holds until it expires or the next is taken; any other device by the
 * directory. Only of these shards, if any are given.
 */
export async function readVerificationChanges(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  fromMinute: number,
  toMinute: number,
  add: AddChange,
  shards?: readonly number[],
): Promise<void> {
  const after = dateOfMinute(fromMinute - graceMinutes);
  const ofShards = shards ? sql`and shard = any(${shards as number[]}::smallint[])` : sql``;
  // Minutes and not dates: 125,000 results come in a third of the time.
  const rows = await sql<{ ordinal: number; minute: number; isPassed: boolean; until: number | null }[]>`
    select ordinal, floor(extract(epoch from at) / 60)::int as minute, result = 'passed' as "isPassed",
      floor(extract(epoch from valid_until) / 60)::float8 as until
    from verifications
    where (shard, ordinal) in (select shard, ordinal from verifications where at >= ${after} ${ofShards}) ${ofShards}
    order by shard, ordinal, at`;
  const judged = new Set<number>();
  for (let index = 0; index < rows.length; ) {
    const { ordinal } = rows[index] as (typeof rows)[number]; // index is one of them
    judged.add(ordinal);
    let end = index;
    while (rows[end]?.ordinal === ordinal) end++;
    addDevice(ordinal, rows.slice(index, end), fromMinute, add);
    index = end;
  }
  for (let ordinal = 0; ordinal < directory.size; ordinal++) {
    const until = directory.verifiedUntilMinute[ordinal] as number;
    if (until > fromMinute && until <= toMinute && !judged.has(ordinal)) add(ordinal, until, "verified", 0);
  }
}

type Result = { minute: number; isPassed: boolean; until: number | null };

/** What held at fromMinute as one change, and each that came later. */
function addDevice(ordinal: number, results: readonly Result[], fromMinute: number, add: AddChange): void {
  const later: { minute: number; holds: boolean }[] = [];
  let holdsBefore = false;
  const note = (minute: number, holds: boolean) => {
    if (minute <= fromMinute) holdsBefore = holds;
    else later.push({ minute, holds });
  };
  results.forEach(({ minute, isPassed, until }, index) => {
    const next = results[index + 1]?.minute ?? Number.POSITIVE_INFINITY;
    note(minute, isPassed);
    if (until !== null && until < next) note(Math.max(until, minute), false);
  });
  add(ordinal, fromTheBeginning, "verified", holdsBefore ? 1 : 0);
  for (const { minute, holds } of later) add(ordinal, minute, "verified", holds ? 1 : 0);
}
