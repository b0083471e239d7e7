import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { accessDenials } from "@/db/schema/access";
import { type Nobody, recordAudit } from "@/lib/audit/record-audit";
import type { Actor } from "@/lib/context";
import { minuteOf } from "@/lib/fleet/minute";

export type Denial = {
  actor: Actor | Nobody;
  /** The permission that was missing, or why nobody was recognised. */
  reason: string;
  /** How many of the same this stands for. */
  count?: number;
};

/**
 * Counts a refusal by minute, actor and reason, and writes the audit row of the first one in each: the trail shows that it happened,
 * and nobody can flood it. Returns the count of that minute so far.
 */
export async function recordDenial({ db, now }: { db: Database; now: Date }, denial: Denial): Promise<number> {
  const { actor, reason, count = 1 } = denial;
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(accessDenials)
      .values({ minute: minuteOf(now), actorId: actor.id, reason, count })
      .onConflictDoUpdate({
        target: [accessDenials.minute, accessDenials.actorId, accessDenials.reason],
        set: { count: sql`${accessDenials.count} + excluded.count` },
      })
      .returning({ count: accessDenials.count });
    const total = row?.count ?? count;
    if (total === count) {
      await recordAudit(
        { db: tx, actor, now },
        { action: "access.denied", target: { kind: "permission", id: reason } },
      );
    }
    return total;
  });
}
