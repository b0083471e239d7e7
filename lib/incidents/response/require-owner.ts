import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { permissions } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";

/** The name of somebody who may own tasks. Throws not_found "user_not_found" for anybody else. */
export async function requireOwner(db: Transaction, userId: string): Promise<string> {
  const [row] = await db
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt), inArray(users.role, [...permissions["incident.work"]])));
  if (row) return row.name ?? "somebody without a name";
  throw new AppError("not_found", "user_not_found", "There is no such person, or they may not own tasks.", {
    field: "ownerId",
  });
}
