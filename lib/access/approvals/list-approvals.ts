import { and, desc, gt, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { approvals } from "@/db/schema/access";
import { may, requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import { type Approval, approvalColumns, approvalOf } from "./approval";
import { approvalKindNames, approvalKinds } from "./approval-kinds";

export const ListApprovals = z.object({
  /** waiting: not decided, or approved and not carried out yet. */
  show: z.enum(["waiting", "all"]).default("waiting"),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Proposals, the newest first, paged; without input and figures. */
export async function listApprovals(
  ctx: Ctx,
  input: z.input<typeof ListApprovals> = {},
): Promise<{ items: Omit<Approval, "input" | "figures">[]; next: string | null }> {
  requirePermission(ctx.actor, "approval.read");
  const { show, cursor, limit } = parseInput(ListApprovals, input);
  const { input: _, figures: __, ...columns } = approvalColumns;
  const rows = await ctx.db
    .select(columns)
    .from(approvals)
    .where(
      and(show === "waiting" ? isWaiting(ctx.now) : undefined, cursor ? after(decodeCursor(Place, cursor)) : undefined),
    )
    // A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
    .orderBy(desc(sql`date_trunc('milliseconds', ${approvals.proposedAt})`), desc(approvals.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map((row) => approvalOf({ ...row, input: null, figures: null }, ctx.now));
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.proposedAt.toISOString(), last.id]) : null;
  return { items, next };
}

/** How many proposals of others wait for this person's decision, counted up to 100. */
export async function countApprovalsToDecide(ctx: Ctx): Promise<number> {
  const kinds = approvalKindNames.filter((kind) => may(ctx.actor, approvalKinds[kind].approve));
  if (kinds.length === 0) return 0;
  const rows = await ctx.db
    .select({ id: approvals.id })
    .from(approvals)
    .where(
      and(
        isWaiting(ctx.now),
        isNull(approvals.approvedAt),
        inArray(approvals.kind, kinds),
        ne(approvals.proposedBy, ctx.actor.id),
      ),
    )
    .limit(100);
  return rows.length;
}

const isWaiting = (now: Date): SQL | undefined => and(isNull(approvals.endedHow), gt(approvals.expiresAt, now));

function after([at, id]: z.output<typeof Place>): SQL {
  return sql`(date_trunc('milliseconds', ${approvals.proposedAt}), ${approvals.id}) < (${at}::timestamptz, ${id}::uuid)`;
}
