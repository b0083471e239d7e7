import { eq } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type UserRow, userColumns, userRow } from "./list-users";
import { UserId } from "./user-id";

/** One user. Throws AppError "user_not_found". */
export async function getUser(ctx: Ctx, id: string): Promise<UserRow> {
  requirePermission(ctx.actor, "user.read");
  const [row] = await ctx.db
    .select(userColumns)
    .from(users)
    .where(eq(users.id, parseInput(UserId, id)));
  if (!row) throw new AppError("not_found", "user_not_found", "There is no such user.");
  return userRow(row);
}
