import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listDenials } from "@/lib/access/denials/list-denials";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { readChainStatus } from "@/lib/audit/chain-status";
import { listAudit } from "@/lib/audit/list-audit";
import { Pager } from "../pager";
import { AuditFilters } from "./audit-filters";
import { AuditTable } from "./audit-table";
import { ChainStatusLine } from "./chain-status-line";
import { DenialsTable } from "./denials-table";
import { ExportLinks } from "./export-links";
import { parseAuditSearch, type Search } from "./parse-audit-search";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "audit.read")) return <Denied ctx={ctx} permission="audit.read" what="the audit trail" />;
  const { typed, filter } = parseAuditSearch(await searchParams);
  const [{ items, next }, status, denials] = await Promise.all([
    listAudit(ctx, filter),
    readChainStatus(ctx),
    listDenials(ctx),
  ]);
  return (
    <div className="grid gap-4">
      <PageHeader title="Audit">
        Who did what, when and from where: every change, sign-in and refusal, the newest first.
      </PageHeader>
      <ChainStatusLine status={status} now={ctx.now} />
      <DenialsTable denials={denials} />
      <AuditFilters typed={typed} />
      <ExportLinks typed={typed} />
      {items.length > 0 ? (
        <AuditTable rows={items} />
      ) : (
        <EmptyState title="Nothing in the trail">No row fits this filter. Names and ids are matched whole.</EmptyState>
      )}
      <Pager path="/audit" search={typed} next={next} />
    </div>
  );
}
