import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Denied } from "@/app/denied";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { approvalKinds } from "@/lib/access/approvals/approval-kinds";
import { getApproval } from "@/lib/access/approvals/get-approval";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import { ApprovalBadge } from "../approval-badge";
import { ApprovalActs } from "./approval-acts";
import { ApprovalMatter } from "./approval-matter";

export const metadata: Metadata = { title: "Approval" };

export default async function ApprovalPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "approval.read")) return <Denied ctx={ctx} permission="approval.read" what="approvals" />;
  const approval = await getApproval(ctx, (await params).id).catch((error: unknown) => {
    if (error instanceof AppError) notFound();
    throw error;
  });
  const { kind, state, title } = approval;
  const isOwn = approval.proposedBy === ctx.actor.id;
  const facts = [
    { label: "Act", value: approvalKinds[kind].label },
    { label: "Proposed by", value: isOwn ? "you" : approval.proposedByName },
    { label: "Proposed", value: <Time at={approval.proposedAt.getTime()} form="absolute" /> },
    { label: "Holds until", value: <Time at={approval.expiresAt.getTime()} form="absolute" /> },
    ...(approval.approvedAt
      ? [
          { label: "Approved by", value: approval.approvedByName },
          { label: "Approved", value: <Time at={approval.approvedAt.getTime()} form="absolute" /> },
        ]
      : []),
    ...(approval.endedAt ? [{ label: "Ended", value: <Time at={approval.endedAt.getTime()} form="absolute" /> }] : []),
    ...(approval.endedByName ? [{ label: "Ended by", value: approval.endedByName }] : []),
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
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-caption text-muted">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ApprovalMatter approval={approval} maySeeTokens={may(ctx.actor, "token.read")} />
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
