import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/access";
import { permissions, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { changeFindings, type ItemResult, SeenFindings } from "./change-findings";

export const AssignFindings = z.object({
  seen: SeenFindings,
  /** A user's id; null: nobody's. */
  assigneeId: z.uuid().nullable(),
});
export type AssignFindings = z.input<typeof AssignFindings>;

const mayHold = and(isNull(users.disabledAt), inArray(users.role, [...permissions["finding.write"]]));

/** Gives them to somebody who may act on findings, or to nobody. One result for each; "unknown_assignee" for anybody else. */
export async function assignFindings(ctx: Ctx, input: AssignFindings): Promise<ItemResult[]> {
  requirePermission(ctx.actor, "finding.write");
  const { seen, assigneeId } = parseInput(AssignFindings, input);
  return ctx.db.transaction(async (db) => {
    if (assigneeId !== null) {
      const [known] = await db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.id, assigneeId), mayHold));
      if (!known) {
        const message = "Choose somebody who may act on findings: a responder or an admin who is not disabled.";
        throw new AppError("unprocessable", "unknown_assignee", message, { field: "assigneeId" });
      }
    }
    return changeFindings(ctx, db, { seen, verb: "assign", actOf: () => ({ kind: "assign", to: assigneeId }) });
  });
}

export type Assignee = { id: string; name: string };

/** Who findings can be assigned to, by name; the first 200. Names only, no address. */
export async function listAssignees(ctx: Ctx): Promise<Assignee[]> {
  requirePermission(ctx.actor, "finding.read");
  const rows = await ctx.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(mayHold)
    .orderBy(users.name, users.id)
    .limit(200);
  return rows.map(({ id, name }) => ({ id, name: name ?? "without a name" }));
}
