import type { SqlOrTransaction } from "@/db/client";
import type { Lease } from "@/lib/jobs/lease";

/**
 * Makes the rows by which merges of late bits find out how far a shard is closed: before the first bit of a shard can
 * be late. One shard more than the fleet has, for the devices that enrol next.
 */
export async function ensureShardRolls(
  sql: SqlOrTransaction,
  shardCount: number,
  lease: Lease,
  rolledThrough: number,
): Promise<void> {
  await sql`
    insert into shard_rolls (shard, rolled_through, epoch)
    select shard, ${rolledThrough}, ${lease.epoch} from generate_series(0, ${shardCount}::int) shard
    on conflict do nothing`;
}

/** Locks a shard against merges until the transaction ends. */
export async function lockShard(sql: SqlOrTransaction, shard: number): Promise<void> {
  const rows = await sql`select 1 from shard_rolls where shard = ${shard} for update`;
  if (rows.length === 0) throw new Error(`shard ${shard} has no row in shard_rolls`);
}

/** Through which minute a shard is closed. */
export async function readRolledThrough(sql: SqlOrTransaction, shard: number): Promise<number> {
  const [row] = await sql<{ rolledThrough: number }[]>`
    select rolled_through as "rolledThrough" from shard_rolls where shard = ${shard}`;
  return row?.rolledThrough ?? -1;
}

export async function setRolledThrough(
  sql: SqlOrTransaction,
  shard: number,
  minute: number,
  lease: Lease,
): Promise<void> {
  await sql`
    update shard_rolls set rolled_through = greatest(rolled_through, ${minute}), epoch = ${lease.epoch}
    where shard = ${shard}`;
}
