import type { Sql } from "@/db/client";
import { planes } from "@/lib/fleet/planes";

/** What was acknowledged must be there after the gateway's end: so many devices and, where it is known, so many bits. */
export async function expectPresence(sql: Sql, expected: { devices: number; bits?: number }): Promise<void> {
  const [found] = await sql<{ devices: number; bits: number; journaled: number }[]>`
    select (select sum(bit_count(each.bits)) from (
        select bit_or(bits) as bits from presence where plane = ${planes.admitted} group by shard) each)::float8 as devices,
      (select sum(bit_count(bits)) from presence where plane = ${planes.admitted})::float8 as bits,
      (select count(*) from presence_journal)::float8 as journaled`;
  const isThere = found?.devices === expected.devices && (expected.bits ?? found.bits) === found.bits;
  if (isThere && found.journaled === 0) return;
  throw new Error(`acknowledged ${JSON.stringify(expected)}, recorded ${JSON.stringify(found)}`);
}

/** Before a run: no bit of an earlier one. */
export async function clearPresence(sql: Sql): Promise<void> {
  await sql`truncate presence, presence_journal`;
}
