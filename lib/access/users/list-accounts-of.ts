import { and, asc, eq, ne, sql } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { UserId } from "./user-id";

export type OtherAccount = { id: string; name: string; email: string | null };

/** The other accounts that are marked as the same person's, by name; at most 50. */
export async function listAccountsOf(ctx: Ctx, userId: string): Promise<OtherAccount[]> {
  requirePermission(ctx.actor, "user.read");
  const id = parseInput(UserId, userId);
  const person = sql`(select own.person_id from ${users} own where own.id = ${id}::uuid)`;
  const rows = await ctx.db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.personId, person), ne(users.id, id)))
    .orderBy(asc(users.name), asc(users.id))
    .limit(50);
  return rows.map((row) => ({ ...row, name: row.name ?? "Unnamed" }));
}
