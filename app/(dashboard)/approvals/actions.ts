"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { ApprovalId } from "@/lib/access/approvals/approval-id";
import { carryOut } from "@/lib/access/approvals/carry-out";
import { DecideApproval, decideApproval } from "@/lib/access/approvals/decide-approval";
import { withdrawProposal } from "@/lib/access/approvals/withdraw-proposal";
import { actOf } from "./act-of";

const OneApproval = z.object({ id: ApprovalId });

export const decideApprovalAction = action("approval.read", DecideApproval, async (ctx, input) => {
  await decideApproval(ctx, input);
  revalidatePath("/approvals", "layout");
});

export const withdrawProposalAction = action("approval.read", OneApproval, async (ctx, { id }) => {
  await withdrawProposal(ctx, id);
  revalidatePath("/approvals", "layout");
});

/** Answers where what was done can be seen. */
export const carryOutAction = action("approval.read", OneApproval, async (ctx, { id }) => {
  const path = await carryOut(ctx, id, (acting, approval) => actOf[approval.kind](acting, approval));
  revalidatePath("/", "layout");
  return path;
});
