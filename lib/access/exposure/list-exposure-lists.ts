import { desc, sql } from "drizzle-orm";
import { z } from "zod";
import { exposureLists } from "@/db/schema/exposure";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import type { ExposureCounts } from "./exposure-report";

const ListExposureLists = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(20),
});
const Place = z.tuple([z.iso.datetime(), z.uuid()]);

export type ExposureList = {
  id: string;
  title: string;
  createdAt: Date;
  createdByName: string;
  counts: ExposureCounts;
};

/** The lists that were looked through, the newest first, paged. */
export async function listExposureLists(
  ctx: Ctx,
  input: z.input<typeof ListExposureLists> = {},
): Promise<{ items: ExposureList[]; next: string | null }> {
  requirePermission(ctx.actor, "token.write");
  const { cursor, limit } = parseInput(ListExposureLists, input);
  const place = cursor ? decodeCursor(Place, cursor) : null;
  const { id, title, createdAt, createdByName, counts } = exposureLists;
  // A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
  const at = sql`date_trunc('milliseconds', ${createdAt})`;
  const rows = await ctx.db
    .select({ id, title, createdAt, createdByName, counts })
    .from(exposureLists)
    .where(place ? sql`(${at}, ${id}) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : undefined)
    .orderBy(desc(at), desc(id))
    .limit(limit + 1);
  // Only lookThroughList writes them.
  const items = rows.slice(0, limit).map((row) => ({ ...row, counts: row.counts as ExposureCounts }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null };
}
