import { randomUUID } from "node:crypto";
import { asc, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockAdmins } from "./lock-admins";
import { UserId } from "./user-id";

export const LinkAccounts = z.object({
  id: UserId,
  /** Id or e-mail address of the other account. */
  other: z.string().trim().min(1, "name the other account").max(320),
});

/**
 * Marks two accounts as one person's, with all that either is marked with already: neither approves what the other proposed, or decides about its
 * role. Wants a fresh sign-in. Throws what lockAdmins throws, and AppError "user_not_found", "several_users" for an address that more than one other account has, "same_account".
 */
export async function linkAccounts(ctx: Ctx, input: z.input<typeof LinkAccounts>): Promise<void> {
  requirePermission(ctx.actor, "user.write");
  const { id, other } = parseInput(LinkAccounts, input);
  await requireFreshSignIn(ctx);
  await ctx.db.transaction(async (tx) => {
    // Whoever links, separates or changes roles waits here for the others: groups grow over accounts that are not named.
    await lockAdmins(tx, ctx.actor);
    const otherId = await findOther(tx, id, other);
    const rows = await tx
      .select({ id: users.id, personId: users.personId })
      .from(users)
      .where(inArray(users.id, [id, otherId]))
      .orderBy(asc(users.id))
      .for("update");
    if (rows.length < 2) throw notFound();
    const before = rows.flatMap(({ personId }) => (personId ? [personId] : []));
    const linked = await tx
      .update(users)
      .set({ personId: before[0] ?? randomUUID() })
      .where(or(inArray(users.id, [id, otherId]), before.length > 0 ? inArray(users.personId, before) : undefined))
      .returning({ id: users.id });
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: "user.link",
        target: { kind: "user", id },
        after: { samePerson: linked.map((each) => each.id).toSorted() },
      },
    );
  });
}

async function findOther(tx: Transaction, id: string, other: string): Promise<string> {
  const isId = UserId.safeParse(other).success;
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(isId ? eq(users.id, other) : sql`lower(${users.email}) = lower(${other}) and ${users.id} <> ${id}::uuid`)
    .orderBy(asc(users.id))
    .limit(2);
  const [only] = found;
  if (!only) throw notFound();
  if (only.id === id) throw new AppError("conflict", "same_account", "This is the account itself: name the other one.");
  if (found.length > 1) {
    throw new AppError(
      "conflict",
      "several_users",
      "Several accounts have this address: name one by the id of its page.",
      {
        field: "other",
      },
    );
  }
  return only.id;
}

const notFound = () =>
  new AppError("not_found", "user_not_found", "Nobody who has signed in has this id or address.", { field: "other" });
