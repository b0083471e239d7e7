import type { Sql } from "@/db/client";
import { deleteInBatches } from "@/db/delete-in-batches";
import { dropPartition } from "@/db/partitions";
import { minuteOf, minutesADay } from "../minute";
import { listDays } from "./list-days";

const countedDays = 90;
const foldedDays = 400;
const pulseMinutes = 120;

/**
 * Drops what is older than it is kept: transitions, counts and rejections 90 days, folded hours and former values of devices
 * 400, pulses two hours.
 */
export async function dropExpired(sql: Sql, now: Date): Promise<void> {
  const minute = minuteOf(now);
  const today = Math.floor(minute / minutesADay);
  for (const table of ["transitions", "fleet_minutes"] as const) {
    for (const day of await listDays(sql, table)) {
      if (day < today - countedDays) await dropPartition(sql, table, day);
    }
  }
  const oldestFolded = minute - foldedDays * minutesADay;
  await deleteInBatches(
    (limit) => sql`
    delete from presence_blocks where (plane, shard, hour) in (
      select plane, shard, hour from presence_blocks where hour < ${Math.floor(oldestFolded / 60)} limit ${limit})`,
  );
  await deleteInBatches(
    (limit) => sql`
    delete from ingest_rejections where (minute, token_id, reason) in (
      select minute, token_id, reason from ingest_rejections where minute < ${minute - countedDays * minutesADay}
      limit ${limit})`,
  );
  await deleteInBatches(
    (limit) => sql`
    delete from device_history where (shard, ordinal, field, "to") in (
      select shard, ordinal, field, "to" from device_history
      where "to" < ${new Date(now.getTime() - foldedDays * minutesADay * 60_000)} limit ${limit})`,
  );
  await sql`delete from coverage where minute < ${oldestFolded}`;
  await sql`delete from roll_calls where minute < ${oldestFolded}`;
  // A pulse is also the record of who listened: roll call must have read it.
  await deleteInBatches(
    (limit) => sql`
    delete from pulses where (slot, gateway) in (
      select slot, gateway from pulses
      where slot < ${12 * (minute - pulseMinutes)}
        and slot < 12 * ((select max(minute) from roll_calls) - ${pulseMinutes}::int)
      limit ${limit})`,
  );
}
