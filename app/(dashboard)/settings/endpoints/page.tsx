import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { countEndpoints } from "@/lib/endpoints/count-endpoints";
import { listEndpoints } from "@/lib/endpoints/list-endpoints";
import { readReviewPeriods } from "@/lib/endpoints/review-periods";
import { readEnv } from "@/lib/env";
import { Pager } from "../../pager";
import { EndpointCounts } from "./endpoint-counts";
import { EndpointDialog } from "./endpoint-dialog";
import { EndpointFilters } from "./endpoint-filters";
import { EndpointsTable } from "./endpoints-table";
import { ImportDialog } from "./import-dialog";
import { OwnAddressesNote } from "./own-addresses-note";
import { parseEndpointSearch, type Search } from "./parse-endpoint-search";
import { PeriodsDialog } from "./periods-dialog";
import { RiskCriteria } from "./risk-criteria";

export const metadata: Metadata = { title: "Public endpoints" };

export default async function EndpointsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  const search = parseEndpointSearch(await searchParams);
  const [{ items, next }, counts, periods] = await Promise.all([
    listEndpoints(ctx, search),
    countEndpoints(ctx),
    readReviewPeriods(ctx.db),
  ]);
  const mayWrite = may(ctx.actor, "endpoint.write");
  const acts = mayWrite ? (
    <div className="flex flex-wrap gap-2">
      <ImportDialog />
      <EndpointDialog />
    </div>
  ) : undefined;
  return (
    <div className="grid gap-4">
      <PageHeader title="Public endpoints" acts={acts}>
        What the fleet's operator exposes, who answers for it, and when it was last reviewed. What was never reviewed or
        is overdue is a finding.
      </PageHeader>
      <OwnAddressesNote env={readEnv()} />
      <EndpointCounts counts={counts} />
      <EndpointFilters search={search} />
      {items.length > 0 ? (
        <EndpointsTable endpoints={items} mayWrite={mayWrite} />
      ) : (
        <EmptyState title="No endpoints">
          None fits this filter. {mayWrite ? "Import an OpenAPI document, or enter one." : "Responders enter them."}
        </EmptyState>
      )}
      <Pager path="/settings/endpoints" search={search} next={next} />
      <RiskCriteria days={periods.days}>
        {may(ctx.actor, "settings.write") ? <PeriodsDialog days={periods.days} revision={periods.revision} /> : null}
      </RiskCriteria>
    </div>
  );
}
