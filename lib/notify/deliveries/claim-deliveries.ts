import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { ClaimedDelivery } from "./delivery";

/** Longer than any attempt takes. When it is over and no outcome is noted, whoever began the attempt is gone, and another sends it again. */
export const attemptLastsMs = 60_000;

export type Claim = {
  channel: string;
  destinations: SQL;
  most: number;
  /** Destinations that have enough under way. */
  except: readonly string[];
};

/**
 * Begins the next attempts of what is due, the longest waiting first, at most two a destination at once: one that is slow must not
 * take the place of the others. Each destination is looked up by itself: what waits for one that is paused, which may be a week's, is not
 * read. A row lock decides between workers, none waits for another.
 *
 * Not graphile-worker: a job that a killed worker leaves stays locked for four hours there; its pause between attempts is fixed, without
 * jitter; and its tables have row-level security that shuts out every role but their owner's.
 */
export async function claimDeliveries(db: Database, claim: Claim, now: Date): Promise<ClaimedDelivery[]> {
  const at = now.toISOString();
  const until = new Date(now.getTime() + attemptLastsMs).toISOString();
  const isDue = sql`d.channel = ${claim.channel} and d.destination_id = o.id and d.state = 'waiting'
    and d.next_attempt_at <= ${at}::timestamptz`;
  const rows = await db.execute<ClaimedDelivery>(sql`
    with due as (
      select d.id, d.next_attempt_at from (${claim.destinations}) o (id, kind) cross join lateral (
        (select d.id, d.next_attempt_at from deliveries d where ${isDue} and o.kind is null
          order by d.next_attempt_at, d.id limit ${aDestinationAtOnce})
        union all
        (select d.id, d.next_attempt_at from deliveries d where ${isDue} and d.max_attempts = 1 and d.kind = o.kind
          order by d.next_attempt_at, d.id limit ${aDestinationAtOnce})) d
      where not (o.id = any (${`{${claim.except.join()}}`}::uuid[]))
      order by d.next_attempt_at, d.id limit ${claim.most}
    ), chosen as (
      select id from deliveries where id in (
        select id from due)
        and state = 'waiting' and next_attempt_at <= ${at}::timestamptz
      order by id for update skip locked
    )
    update deliveries d set attempts = d.attempts + 1, last_attempt_at = ${at}::timestamptz, next_attempt_at = ${until}::timestamptz
    from chosen where d.id = chosen.id
    returning d.id, d.destination_id as "destinationId", d.message_id as "messageId", d.kind, d.body, d.attempts,
      d.max_attempts as "maxAttempts"`);
  return [...rows];
}

const aDestinationAtOnce = 2;
