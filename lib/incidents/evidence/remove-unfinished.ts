import { asc, eq, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { evidenceUploads } from "@/db/schema/evidence";
import { contentPlace } from "./content-place";

/** Longer than any server lets a request go on. */
const unfinishedHours = 24;
const mostAtOnce = 1_000;

/** Removes what is left of uploads that broke off together with their server. Those in a directory that nobody names any more wait. */
export async function removeUnfinished(db: Database, directory: string | null, now: Date): Promise<number> {
  const before = new Date(now.getTime() - unfinishedHours * 3_600_000);
  const left = await db
    .select()
    .from(evidenceUploads)
    .where(lt(evidenceUploads.begunAt, before))
    .orderBy(asc(evidenceUploads.begunAt), asc(evidenceUploads.id))
    .limit(mostAtOnce);
  const reachable = left.filter(({ place }) => place === "database" || directory !== null);
  for (const { id, place } of reachable) {
    await db.transaction(async (transaction) => {
      // The row first: an upload that ends just now waits for it, finds it gone and keeps nothing.
      await transaction.delete(evidenceUploads).where(eq(evidenceUploads.id, id));
      await contentPlace(place, db.$client, directory).remove(id);
    });
  }
  return reachable.length;
}
