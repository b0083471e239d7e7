import type { SqlOrTransaction } from "@/db/client";
import type { SlotCounts } from "@/lib/detect/collapse/judge-slots";

/** dimension:key -> counts of one slot, over all gateways. */
export type SlotGroups = Map<string, SlotCounts>;

type Row = { slot: number; id: string | null; admitted: number; called: number };

/**
 * Those of the slots in which a gateway listened, summed over the gateways by the database, so that neither their number nor that
 * of the slots bounds what is read. A device that called two gateways in one slot counts twice.
 * pulses.counts: {"v":1,"groups":{dimension:{key:[admitted, outdated_agent, legacy_token, unverified]}}}, in distinct devices.
 */
export async function readSlots(sql: SqlOrTransaction, slots: readonly number[]): Promise<Map<number, SlotGroups>> {
  // A pulse without any group still says that somebody listened.
  const rows = await sql<Row[]>`
    select p.slot, d.key || ':' || g.key as id, coalesce(sum((g.value->0)::int), 0)::float8 as admitted,
      coalesce(sum((g.value->0)::int + (g.value->1)::int + (g.value->2)::int + (g.value->3)::int), 0)::float8 as called
    from pulses p
      left join lateral jsonb_each(p.counts->'groups') d on true
      left join lateral jsonb_each(d.value) g on true
    where p.slot = any(${slots}::int[]) and p.counts->>'v' = '1'
    group by p.slot, d.key, g.key`;
  const found = new Map<number, SlotGroups>();
  for (const { slot, id, admitted, called } of rows) {
    const groups = found.get(slot) ?? new Map<string, SlotCounts>();
    found.set(slot, groups);
    if (id !== null) groups.set(id, { admitted, called });
  }
  return found;
}
