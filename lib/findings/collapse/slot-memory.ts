import type { SqlOrTransaction } from "@/db/client";
import { slotsAMinute, slotsOfVerdict } from "@/lib/detect/collapse/judge-slots";
import { readSlots, type SlotGroups } from "./read-slots";

/**
 * The counts that a judge of one slot after the other needs. Slots of earlier minutes, which nobody writes any more, are read once:
 * with 300 gateways a fifth of the time. Whoever judges with a new one reads them all again.
 */
export class SlotMemory {
  /** null: nobody listened. */
  readonly #earlier = new Map<number, SlotGroups | null>();

  /** Of the slots on which a verdict on `slot` rests, those in which a gateway listened. */
  async read(sql: SqlOrTransaction, slot: number): Promise<Map<number, SlotGroups>> {
    const needed = slotsOfVerdict(slot);
    const found = await readSlots(
      sql,
      needed.filter((each) => !this.#earlier.has(each)),
    );
    const oldest = Math.min(...needed);
    for (const each of this.#earlier.keys()) if (each < oldest) this.#earlier.delete(each);
    for (const each of needed) {
      const known = this.#earlier.get(each) ?? found.get(each);
      if (known) found.set(each, known);
      if (each <= slot - slotsAMinute) this.#earlier.set(each, known ?? null);
    }
    return found;
  }
}
