import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { endpointReviews } from "@/db/schema/endpoints";
import { AppError } from "@/lib/app-error";

export type StoredReview = typeof endpointReviews.$inferSelect;

/** A review that counts and that nobody corrected since `revision`, or what stands in the way. Hold lockRegister before. */
export async function requireReview(db: Transaction, id: string, revision: number): Promise<StoredReview> {
  const [row] = await db.select().from(endpointReviews).where(eq(endpointReviews.id, id));
  if (!row) throw new AppError("not_found", "review_not_found", "There is no such review.");
  if (row.withdrawnAt) {
    throw new AppError("conflict", "review_withdrawn", `${row.withdrawnBy} withdrew this review: load the page again.`);
  }
  if (row.revision !== revision) {
    const message = "Somebody corrected this review meanwhile: load the page again.";
    throw new AppError("conflict", "stale_revision", message, { revision: row.revision });
  }
  return row;
}
