import type { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { ShardBits } from "../bit-set";
import { decisionCodes, type FleetDirectory } from "../directory";
import { fleetDirectory } from "../queries/web-directory";
import { offsetOf, shardOf } from "../shard";
import type { DeviceSet } from "./device-set";
import { type ListDeviceSets, listDeviceSets } from "./list-device-sets";
import { readSets } from "./read-sets";

export type SetOverview = DeviceSet & {
  /** Those of it that are enrolled and not retired. */
  devicesNow: number;
  /** Sets that were made of it, the newest first, at most `mostUses`. */
  usedIn: { id: string; name: string }[];
  hasMoreUses: boolean;
};

const mostUses = 5;

/** The sets as listDeviceSets has them, with what is left of each and where it was used. Throws AppError invalid_input, invalid_cursor. */
export async function listSetOverviews(
  ctx: Ctx,
  input: z.input<typeof ListDeviceSets> = {},
): Promise<{ items: SetOverview[]; next: string | null }> {
  requirePermission(ctx.actor, "device-set.read");
  const { items, next } = await listDeviceSets(ctx, input);
  const ids = items.map(({ id }) => id);
  const [directory, present, uses] = await Promise.all([
    fleetDirectory(ctx.db),
    readPresentSets(ctx, ids),
    readUses(ctx, ids),
  ]);
  const enrolled = enrolledBits(directory);
  return {
    items: items.map((set) => {
      const of = uses.filter((use) => use.of === set.id);
      const usedIn = of.slice(0, mostUses).map(({ id, name }) => ({ id, name }));
      return {
        ...set,
        devicesNow: countWithin(present.get(set.id), enrolled),
        usedIn,
        hasMoreUses: of.length > mostUses,
      };
    }),
    next,
  };
}

/** One that is deleted while the page is made counts nobody. */
async function readPresentSets(ctx: Ctx, ids: string[]): Promise<Map<string, ReadonlyMap<number, ShardBits>>> {
  const rows = await ctx.db.$client<{ id: string }[]>`select id from device_sets where id = any(${ids}::uuid[])`;
  const sets = await readSets(
    ctx.db.$client,
    rows.map(({ id }) => id),
  );
  return new Map(sets.map(({ id, bits }) => [id, bits]));
}

function enrolledBits(directory: FleetDirectory): Map<number, ShardBits> {
  const enrolled = new Map<number, ShardBits>();
  for (let ordinal = 0; ordinal < directory.size; ordinal++) {
    if (directory.isEnrolled[ordinal] === 0 || directory.decision[ordinal] === decisionCodes.retired) continue;
    const bits = enrolled.get(shardOf(ordinal)) ?? new ShardBits();
    enrolled.set(shardOf(ordinal), bits);
    bits.add(offsetOf(ordinal));
  }
  return enrolled;
}

function countWithin(
  set: ReadonlyMap<number, ShardBits> | undefined,
  enrolled: ReadonlyMap<number, ShardBits>,
): number {
  let total = 0;
  for (const [shard, bits] of set ?? []) {
    const within = enrolled.get(shard);
    if (within) total += bits.countAnd(within);
  }
  return total;
}

async function readUses(ctx: Ctx, ids: string[]) {
  return ctx.db.$client<{ of: string; id: string; name: string }[]>`
    select used.id as of, made.id, made.name from unnest(${ids}::uuid[]) as used (id), lateral (
      select id, name, created_at from device_sets
      where definition->'ids' ? used.id::text or definition->'filter'->>'set' = used.id::text
      order by created_at desc, id limit ${mostUses + 1}) as made
    order by used.id, made.created_at desc, made.id`;
}
