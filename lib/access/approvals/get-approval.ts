import { eq } from "drizzle-orm";
import { approvals } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type Approval, approvalColumns, approvalOf } from "./approval";
import { ApprovalId } from "./approval-id";

/** One proposal with all that is to be decided upon. Throws AppError "approval_not_found". */
export async function getApproval(ctx: Ctx, input: string): Promise<Approval> {
  requirePermission(ctx.actor, "approval.read");
  const id = parseInput(ApprovalId, input);
  const [row] = await ctx.db.select(approvalColumns).from(approvals).where(eq(approvals.id, id));
  if (!row) throw new AppError("not_found", "approval_not_found", "There is no such proposal.");
  return approvalOf(row, ctx.now);
}
