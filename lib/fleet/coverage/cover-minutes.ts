import type { SqlOrTransaction } from "@/db/client";

/** Gateways write one row each 5 s in which they could commit. */
export const slotsAMinute = 12;

/**
 * Writes for each minute of the range whether Muster listened: full where every slot of five seconds has a row of any
 * gateway, none where no slot has. What is better known already stays. Returns the minutes that are better known than
 * before.
 */
export async function coverMinutes(sql: SqlOrTransaction, fromMinute: number, toMinute: number): Promise<number[]> {
  const rows = await sql<{ minute: number }[]>`
    with heard as (
      select slot / ${slotsAMinute} as minute, count(distinct slot) as slots from pulses
      where slot between ${fromMinute * slotsAMinute} and ${(toMinute + 1) * slotsAMinute - 1} group by 1
    )
    insert into coverage as known (minute, status)
    select minute, case when slots = ${slotsAMinute} then 2 when slots > 0 then 1 else 0 end
    from generate_series(${fromMinute}::int, ${toMinute}::int) minute left join heard using (minute)
    on conflict (minute) do update set status = excluded.status where known.status < excluded.status
    returning minute`;
  return rows.map((row) => row.minute).sort((a, b) => a - b);
}
