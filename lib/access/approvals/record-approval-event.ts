import type { TransactionCtx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { type ApprovalKind, approvalKinds } from "./approval-kinds";

const words = {
  "approval.proposed": "Waits for a second person",
  "approval.approved": "Approved",
  "approval.rejected": "Rejected",
} as const;

/** For timelines, which more people read than approvals: what kind of act it is, not what it is about. */
export async function recordApprovalEvent(
  ctx: Omit<TransactionCtx, "actor">,
  event: keyof typeof words,
  { id, kind }: { id: string; kind: ApprovalKind },
): Promise<void> {
  await recordDomainEvent(ctx, {
    kind: event,
    title: `${words[event]}: ${approvalKinds[kind].label}`,
    happenedAt: ctx.now,
    subjects: { approval: id },
    figures: { kind },
  });
}
