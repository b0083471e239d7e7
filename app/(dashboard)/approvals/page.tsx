import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listApprovals } from "@/lib/access/approvals/list-approvals";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { Pager } from "../pager";
import { ShownPicker } from "../shown-picker";
import { ApprovalsTable } from "./approvals-table";
import { parseApprovalsSearch, type Search, shownOptions } from "./parse-approvals-search";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "approval.read")) return <Denied ctx={ctx} permission="approval.read" what="approvals" />;
  const { show, cursor } = parseApprovalsSearch(await searchParams);
  const { items, next } = await listApprovals(ctx, { show, cursor });
  return (
    <div className="grid gap-4">
      <PageHeader title="Approvals">
        Acts that one person may not do alone: somebody proposes, somebody else approves, and it is done as it was
        approved or not at all.
      </PageHeader>
      <div>
        <ShownPicker label="Which" path="/approvals" usual="waiting" shown={show} options={shownOptions} />
      </div>
      {items.length > 0 ? (
        <ApprovalsTable approvals={items} ownId={ctx.actor.id} />
      ) : (
        <EmptyState title={show === "waiting" ? "Nothing waits for a decision" : "Nothing was ever proposed"}>
          Enforcing a policy, changing a role and revoking many tokens are proposed where they are prepared, and then
          stand here until a second person decides, for a day at most.
        </EmptyState>
      )}
      <Pager path="/approvals" search={{ show: show === "waiting" ? undefined : show, cursor }} next={next} />
    </div>
  );
}
