import type { SqlOrTransaction } from "@/db/client";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import { stateCodes } from "@/lib/fleet/states";

/** Devices that were connected at the end of `afterMinute` and are not at the end of `throughMinute`, by what they have in common. */
export type LostRow = {
  provider: number;
  region: string;
  gpuModel: string;
  agent: string;
  toState: number;
  devices: number;
};

export async function lostDevices(
  sql: SqlOrTransaction,
  afterMinute: number,
  throughMinute: number,
): Promise<LostRow[]> {
  return sql<LostRow[]>`
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
    group by 1, 2, 3, 4, 5`;
}

const groupsOf = (row: LostRow): Group[] => [
  { dimension: "fleet", key: "" },
  { dimension: "region", key: row.region },
  { dimension: "gpu_model", key: row.gpuModel },
  { dimension: "agent", key: row.agent },
  { dimension: "provider", key: String(row.provider) },
];

const keyOf = (row: LostRow, dimension: Group["dimension"]): string => {
  if (dimension === "fleet") return "";
  if (dimension === "region") return row.region;
  if (dimension === "gpu_model") return row.gpuModel;
  return dimension === "agent" ? row.agent : String(row.provider);
};

const isInGroup = (row: LostRow, { dimension, key }: Group): boolean => keyOf(row, dimension) === key;

/**
 * How many of the devices that `group` lost lie in each other group: one pass over the rows, since thousands of providers are
 * compared with it.
 */
export function lostWithin(rows: readonly LostRow[], group: Group): (other: Group) => number {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (!isInGroup(row, group)) continue;
    for (const other of groupsOf(row)) {
      const id = groupId(other);
      counts.set(id, (counts.get(id) ?? 0) + row.devices);
    }
  }
  return (other) => counts.get(groupId(other)) ?? 0;
}

/** State code -> devices, of a group's lost. */
export function lostByState(rows: readonly LostRow[], group: Group): Record<string, number> {
  const byState: Record<string, number> = {};
  for (const row of rows) {
    if (isInGroup(row, group)) byState[row.toState] = (byState[row.toState] ?? 0) + row.devices;
  }
  return byState;
}
