import type { Ctx } from "@/lib/context";
import { ShardBits } from "../bit-set";
import { readSets } from "../device-sets/read-sets";
import { findDevicesByText } from "../devices/find-devices-by-text";
import type { Dictionary, FleetDirectory } from "../directory";
import type { RecordField } from "../roll-call/record-change";
import type { ShardRecords } from "../roll-call/shard-records";
import { shardBitCount } from "../shard";
import type { FleetFilter } from "../types";
import { readClusterBits } from "./read-cluster-bits";

type BitsByShard = ReadonlyMap<number, ShardBits>;

/** The attributes that a filter asks for, resolved against one directory. What a device's state is, is not asked here. */
export class DeviceMatcher {
  readonly #wanted: { field: "region" | "gpuModel" | "agent" | "provider"; codes: ReadonlySet<number> }[] = [];

  constructor(
    wanted: Partial<Record<"region" | "gpuModel" | "agent" | "provider", ReadonlySet<number>>>,
    /** Only devices of all of these. */
    readonly within: readonly BitsByShard[],
  ) {
    for (const field of ["region", "gpuModel", "agent", "provider"] as const) {
      const codes = wanted[field];
      if (codes) this.#wanted.push({ field, codes });
    }
  }

  /** Whether everybody matches. */
  get isOpen(): boolean {
    return this.#wanted.length === 0 && this.within.length === 0;
  }

  matches(records: ShardRecords, offset: number): boolean {
    for (const { field, codes } of this.#wanted) if (!codes.has(records[field][offset] as number)) return false;
    for (const bits of this.within) if (!bits.get(records.shard)?.has(offset)) return false;
    return true;
  }

  /** Who of the shard matches, enrolled or not. */
  maskOf(records: ShardRecords): ShardBits {
    const mask = new ShardBits();
    if (this.within.some((bits) => !bits.has(records.shard))) return mask;
    for (let offset = 0; offset < shardBitCount; offset++) if (this.matches(records, offset)) mask.add(offset);
    return mask;
  }
}

/** The attributes whose past values it takes to match a filter. */
export function fieldsOf(filter: FleetFilter): Set<RecordField> {
  return new Set((["region", "gpuModel", "agent", "provider"] as const).filter((field) => filter[field]?.length));
}

/** The matcher of a filter; memberships that history does not move (sets, search) are of now, the cluster's of `minute`. */
export async function readDeviceMatcher(
  ctx: Ctx,
  directory: FleetDirectory,
  filter: FleetFilter,
  minute: number,
): Promise<DeviceMatcher> {
  const sql = ctx.db.$client;
  const within: BitsByShard[] = [];
  if (filter.set) for (const { bits } of await readSets(sql, [filter.set])) within.push(bits);
  if (filter.cluster?.length) within.push(await readClusterBits(sql, filter.cluster, minute));
  if (filter.search) within.push(await findDevicesByText(ctx.db, filter.search));
  return new DeviceMatcher(
    {
      region: codesOf(directory.regions, filter.region),
      gpuModel: codesOf(directory.gpuModels, filter.gpuModel),
      agent: codesOf(directory.agents, filter.agent),
      provider: filter.provider?.length ? await readProviderIds(ctx, filter.provider) : undefined,
    },
    within,
  );
}

function codesOf(dictionary: Dictionary, values: string[] | undefined): ReadonlySet<number> | undefined {
  if (!values?.length) return undefined;
  // Roll call stores "" for no value and for the empty one alike.
  const codes = values.flatMap((value) => [dictionary.find(value), value === "" ? 0 : undefined]);
  return new Set(codes.filter((code) => code !== undefined));
}

async function readProviderIds(ctx: Ctx, slugs: string[]): Promise<ReadonlySet<number>> {
  const rows = await ctx.db.$client<{ id: number }[]>`select id from providers where slug = any(${slugs})`;
  return new Set(rows.map((row) => row.id));
}
