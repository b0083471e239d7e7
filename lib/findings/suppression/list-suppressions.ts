import { and, desc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import { findingSuppressions } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";

export const ListSuppressions = z.object({
  isEnded: z.boolean().default(false),
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
const Place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Suppressions that hold, or those that ended; the latest first. `held`: how many findings it holds now. */
export async function listSuppressions(ctx: Ctx, input: z.input<typeof ListSuppressions> = {}) {
  requirePermission(ctx.actor, "finding.read");
  const { isEnded, limit, cursor } = parseInput(ListSuppressions, input);
  const { id, createdAt, endedAt } = findingSuppressions;
  const place = cursor ? decodeCursor(Place, cursor) : null;
  const rows = await ctx.db
    .select({
      ...{ id, createdAt, endedAt, fingerprint: findingSuppressions.fingerprint, rule: findingSuppressions.rule },
      ...{ provider: findingSuppressions.provider, cluster: findingSuppressions.cluster },
      ...{ reason: findingSuppressions.reason, until: findingSuppressions.until },
      ...{ createdBy: findingSuppressions.createdBy, endedHow: findingSuppressions.endedHow },
      ...{ endedBy: findingSuppressions.endedBy, heldAtFirst: findingSuppressions.heldAtFirst },
      held: sql<number>`(select count(*)::int from findings f where f.suppression_id = finding_suppressions.id)`,
      /** Of the only one that a fingerprint has open or suppressed. */
      title: sql<string | null>`(select f.title from findings f where f.suppression_id = finding_suppressions.id
        order by f.id limit 1)`,
    })
    .from(findingSuppressions)
    .where(
      and(
        isEnded ? isNotNull(endedAt) : isNull(endedAt),
        place
          ? or(lt(createdAt, new Date(place[0])), and(eq(createdAt, new Date(place[0])), lt(id, place[1])))
          : undefined,
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
  return { items, next };
}
export type Suppression = Awaited<ReturnType<typeof listSuppressions>>["items"][number];
