import { z } from "zod";
import type { SqlOrTransaction } from "@/db/client";
import type { SlotCounts } from "@/lib/detect/collapse/judge-slots";

/** dimension:key -> counts of one slot, over all gateways. */
export type SlotGroups = Map<string, SlotCounts>;

/** pulses.counts: dimension -> key -> distinct devices [admitted, outdated_agent, legacy_token, unverified]. */
export const PulseCounts = z.object({
  v: z.literal(1),
  groups: z.record(z.string(), z.record(z.string(), z.array(z.number()))),
});

/** The slots from … to in which a gateway listened. A device that called two gateways in one slot counts twice. */
export async function readSlots(
  sql: SqlOrTransaction,
  fromSlot: number,
  toSlot: number,
): Promise<Map<number, SlotGroups>> {
  const rows = await sql<{ slot: number; counts: unknown }[]>`
    select slot, counts from pulses where slot between ${fromSlot} and ${toSlot} order by slot, gateway limit 5000`;
  const slots = new Map<number, SlotGroups>();
  for (const row of rows) {
    const groups = slots.get(row.slot) ?? new Map<string, SlotCounts>();
    slots.set(row.slot, groups);
    addCounts(groups, PulseCounts.parse(typeof row.counts === "string" ? JSON.parse(row.counts) : row.counts));
  }
  return slots;
}

function addCounts(groups: SlotGroups, counts: z.infer<typeof PulseCounts>): void {
  for (const [dimension, keys] of Object.entries(counts.groups)) {
    for (const [key, verdicts] of Object.entries(keys)) {
      const id = `${dimension}:${key}`;
      const sum = groups.get(id) ?? { admitted: 0, called: 0 };
      sum.admitted += verdicts[0] ?? 0;
      for (const verdict of verdicts) sum.called += verdict;
      groups.set(id, sum);
    }
  }
}
