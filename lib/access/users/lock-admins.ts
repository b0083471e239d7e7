import { and, asc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";

/**
 * Locks all admins who can sign in, always in the same order: of two admins who take each other's role away at once, the second is none any
 * more when its turn comes. Returns their ids. Throws AppError "forbidden" when the caller is no longer among them.
 */
export async function lockAdmins(tx: Transaction, actor: Actor): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .for("update");
  const ids = new Set(rows.map(({ id }) => id));
  if (actor.kind === "user" && !ids.has(actor.id)) {
    throw new AppError("forbidden", "forbidden", "You are no longer an admin.", { permission: "user.write" });
  }
  return ids;
}

/** Throws AppError "last_admin" when nobody of `admins` but `id` would be left to let others in. */
export function keepAnAdmin(admins: ReadonlySet<string>, id: string): void {
  if (admins.size > 1 || !admins.has(id)) return;
  throw new AppError("conflict", "last_admin", "This is the last admin: make somebody else one first.");
}
