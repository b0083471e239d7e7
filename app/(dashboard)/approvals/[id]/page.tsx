import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Denied } from "@/app/denied";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { approvalKinds } from "@/lib/access/approvals/approval-kinds";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import { findApproval } from "../../find-record";
import { ApprovalBadge } from "../approval-badge";
import { ApprovalActs } from "./approval-acts";
import { ApprovalMatter } from "./approval-matter";

export const metadata: Metadata = { title: "Approval" };

export default async function ApprovalPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "approval.read")) return <Denied ctx={ctx} permission="approval.read" what="approvals" />;
  const approval = await findApproval(ctx, (await params).id).catch((error: unknown) => {
    if (error instanceof AppError) notFound();
    throw error;
  });
  const { kind, state, title } = approval;
  const isOwn = approval.proposedBy === ctx.actor.id;
  const facts: (Fact | null)[] = [
    { label: "Act", value: approvalKinds[kind].label },
    { label: "Proposed by", value: isOwn ? "you" : approval.proposedByName },
    { label: "Proposed", value: <Time at={approval.proposedAt.getTime()} form="absolute" /> },
    { label: "Holds until", value: <Time at={approval.expiresAt.getTime()} form="absolute" /> },
    approval.approvedByName ? { label: "Approved by", value: approval.approvedByName } : null,
    approval.approvedAt
      ? { label: "Approved", value: <Time at={approval.approvedAt.getTime()} form="absolute" /> }
      : null,
    approval.endedAt ? { label: "Ended", value: <Time at={approval.endedAt.getTime()} form="absolute" /> } : null,
    approval.endedByName ? { label: "Ended by", value: approval.endedByName } : null,
  ];
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {title}
            <ApprovalBadge state={state} />
          </span>
        }
      >
        {approval.endedWhy ?? approval.reason ?? "No reason was given."}
      </PageHeader>
      <FactList facts={facts} />
      <ApprovalMatter approval={approval} ctx={ctx} />
      <ApprovalActs
        id={approval.id}
        title={title}
        mayDecide={state === "open" && !isOwn && may(ctx.actor, approvalKinds[kind].approve)}
        mayCarryOut={state === "approved" && may(ctx.actor, approvalKinds[kind].propose)}
        mayWithdraw={(state === "open" || state === "approved") && isOwn}
        isWaiting={state === "open" && isOwn}
      />
    </>
  );
}
