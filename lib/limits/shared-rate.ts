import { sql } from "drizzle-orm";
import type { Database, Sql } from "@/db/client";
import { deleteInBatches } from "@/db/delete-in-batches";
import type { Rate } from "./rate-limit";

/**
 * Takes one of a rate that all processes share, a row a key, by the database's clock: 0 when it is allowed, else in how many seconds to
 * try again (nothing is taken then). One round trip. The same algorithm as RateLimit.
 */
export async function takeShared(db: Database, key: string, { burst, perMinute }: Rate): Promise<number> {
  const stepMs = 60_000 / perMinute;
  const [row] = await db.execute<{ isTaken: boolean; waitMs: number | null }>(sql`
    with clock as (select clock_timestamp() as now), taken as (
      insert into shared_rates as r (key, full_at)
      select ${key}, now + ${stepMs} * interval '1 millisecond' from clock
      on conflict (key) do update set full_at = greatest(r.full_at, clock_timestamp()) + ${stepMs} * interval '1 millisecond'
        where r.full_at <= clock_timestamp() + ${(burst - 1) * stepMs} * interval '1 millisecond'
      returning key
    )
    select exists (select from taken) as "isTaken",
      (extract(epoch from r.full_at - now) * 1000 - ${(burst - 1) * stepMs})::float8 as "waitMs"
    from clock left join shared_rates r on r.key = ${key}`);
  // The row as it stood when the statement began: others may have taken from it, or made it, since.
  return row?.isTaken ? 0 : Math.max(1, Math.ceil((row?.waitMs ?? stepMs) / 1_000));
}

/** Forgets whoever has a whole burst again. */
export async function removeOldRates(client: Sql): Promise<void> {
  await deleteInBatches(
    (limit) => client`
    delete from shared_rates where key in (
      select key from shared_rates where full_at < clock_timestamp() limit ${limit})`,
  );
}
