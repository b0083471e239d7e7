import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incidentTasks } from "@/db/schema/incident-work";
import { AppError } from "@/lib/app-error";

/** One list on one page; whoever needs more has more than one incident. */
export const mostTasks = 500;

/** Throws unprocessable "too_many_tasks". The incident's row must be locked, so that two at once do not both fit. */
export async function requireRoom(db: Transaction, incidentId: string, more: number): Promise<void> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(incidentTasks)
    .where(eq(incidentTasks.incidentId, incidentId));
  if ((row?.count ?? 0) + more <= mostTasks) return;
  throw new AppError("unprocessable", "too_many_tasks", `An incident holds at most ${mostTasks} tasks.`);
}
