import type { SqlOrTransaction } from "@/db/client";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import { stateCodes } from "@/lib/fleet/states";
import type { Dimension } from "@/lib/fleet/types";

type LostRow = {
  provider: number;
  region: string;
  gpuModel: string;
  agent: string;
  toState: number;
  devices: number;
};

const dimensions: readonly Dimension[] = ["fleet", "region", "gpu_model", "agent", "provider"];
const rowsAtOnce = 10_000;

/**
 * Devices that were connected at the end of `afterMinute` and are not at the end of `throughMinute`, by what they have
 * in common. When a fleet of thousands of providers falls, that is some hundred thousand combinations, so they are kept
 * as numbers and their groups compared as such.
 */
export class LostDevices {
  /** Of each combination: its group of every dimension by number, the state now, devices. */
  readonly #rows: Int32Array[] = [];
  readonly #numbers = new Map<string, number>();

  static async read(sql: SqlOrTransaction, afterMinute: number, throughMinute: number): Promise<LostDevices> {
    const lost = new LostDevices();
    const pages = sql<LostRow[]>`
      with ends as (
        select shard, ordinal,
          (array_agg(from_state order by minute))[1] as before, (array_agg(to_state order by minute desc))[1] as after
        from transitions where minute > ${afterMinute} and minute <= ${throughMinute}
        group by shard, ordinal
      )
      select d.provider_id as provider, coalesce(d.region, '') as region, coalesce(d.gpu_model, '') as "gpuModel",
        coalesce(d.agent, '') as agent, e.after as "toState", count(*)::int as devices
      from ends e join devices d on d.shard = e.shard and d.ordinal = e.ordinal
      where e.before = ${stateCodes.connected} and e.after <> ${stateCodes.connected}
      group by 1, 2, 3, 4, 5`.cursor(rowsAtOnce);
    for await (const page of pages) lost.#add(page);
    return lost;
  }

  #add(page: readonly LostRow[]): void {
    const width = dimensions.length + 2;
    const rows = new Int32Array(page.length * width);
    page.forEach((row, index) => {
      const keys = ["", row.region, row.gpuModel, row.agent, String(row.provider)];
      const numbers = dimensions.map((dimension, place) => this.#numberOf({ dimension, key: keys[place] as string }));
      rows.set([...numbers, row.toState, row.devices], index * width);
    });
    this.#rows.push(rows);
  }

  /** How many of the devices that `group` lost lie in each other group: one pass, since thousands are compared with it. */
  within(group: Group): (other: Group) => number {
    const counts = new Float64Array(this.#numbers.size);
    for (const { groups, devices } of this.#rowsOf(group)) {
      for (const number of groups) counts[number] = (counts[number] as number) + devices;
    }
    return (other) => counts[this.#numbers.get(groupId(other)) ?? -1] ?? 0;
  }

  /** State code -> devices, of a group's lost. */
  byState(group: Group): Record<string, number> {
    const byState: Record<string, number> = {};
    for (const { toState, devices } of this.#rowsOf(group)) byState[toState] = (byState[toState] ?? 0) + devices;
    return byState;
  }

  *#rowsOf(group: Group): Generator<{ groups: Int32Array; toState: number; devices: number }> {
    const wanted = this.#numbers.get(groupId(group));
    const place = dimensions.indexOf(group.dimension);
    const width = dimensions.length + 2;
    for (const rows of this.#rows) {
      for (let at = 0; at < rows.length; at += width) {
        if (rows[at + place] !== wanted) continue;
        const groups = rows.subarray(at, at + dimensions.length);
        yield { groups, toState: rows[at + width - 2] as number, devices: rows[at + width - 1] as number };
      }
    }
  }

  #numberOf(group: Group): number {
    const id = groupId(group);
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(id, number);
    }
    return number;
  }
}
