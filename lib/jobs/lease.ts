import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Sql, SqlOrTransaction } from "@/db/client";

/**
 * The right to do something alone. Every change of holder raises the epoch, so that a holder that slept too long is
 * found out.
 */
export type Lease = { name: string; holder: string; epoch: number };

export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}

const ttlMs = 15_000;

/** A name for this process among all that may hold a lease. */
export const leaseHolder = (): string => `${hostname()}/${process.pid}/${randomBytes(4).toString("hex")}`;

/** Takes or prolongs the lease; null while another holds it. Expiry is by the database's clock. */
export async function acquireLease(sql: SqlOrTransaction, name: string, holder: string): Promise<Lease | null> {
  const [row] = await sql<{ epoch: string }[]>`
    insert into leases as held (name, holder, epoch, expires_at)
    values (${name}, ${holder}, 1, clock_timestamp() + ${`${ttlMs} milliseconds`}::interval)
    on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at,
      epoch = held.epoch + case when held.holder = excluded.holder then 0 else 1 end
    where held.holder = excluded.holder or held.expires_at < clock_timestamp()
    returning epoch`;
  return row ? { name, holder, epoch: Number(row.epoch) } : null;
}

/**
 * Lets others take it at once. The epoch stays, so the same holder may take it again without having missed anything.
 */
export async function releaseLease(sql: SqlOrTransaction, lease: Lease): Promise<void> {
  await sql`
    update leases set expires_at = '-infinity'
    where name = ${lease.name} and holder = ${lease.holder} and epoch = ${lease.epoch}`;
}

/**
 * First statement of a transaction that only the holder may commit: nobody can take the lease before it ends.
 * Throws LeaseLostError when somebody has.
 */
export async function assertLease(sql: SqlOrTransaction, lease: Lease): Promise<void> {
  const rows = await sql`
    select 1 from leases where name = ${lease.name} and holder = ${lease.holder} and epoch = ${lease.epoch} for share`;
  if (rows.length === 0) throw new LeaseLostError(`the lease ${lease.name} has another holder`);
}

/** Whether somebody other than `holder` holds the lease. */
export async function isHeldByOther(sql: SqlOrTransaction, name: string, holder: string): Promise<boolean> {
  const rows = await sql`
    select 1 from leases where name = ${name} and holder <> ${holder} and expires_at > clock_timestamp()`;
  return rows.length > 0;
}

/**
 * Runs `work` with the lease, prolonging it meanwhile and giving it back after. Null, without running it, while another
 * holds it.
 */
export async function withLease<T>(
  sql: Sql,
  name: string,
  holder: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T | null> {
  const lease = await acquireLease(sql, name, holder);
  if (!lease) return null;
  try {
    return await prolongLease(sql, lease, () => work(lease));
  } finally {
    await releaseLease(sql, lease);
  }
}

/** Prolongs a lease that is held for as long as `work` takes. */
export async function prolongLease<T>(sql: Sql, lease: Lease, work: () => Promise<T>): Promise<T> {
  // A failed renewal is no failure of the work: if the lease is lost, the next assertLease finds out.
  const timer = setInterval(() => void acquireLease(sql, lease.name, lease.holder).catch(() => {}), ttlMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
