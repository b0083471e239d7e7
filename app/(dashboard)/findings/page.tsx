import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listAssignees } from "@/lib/findings/triage/assign-findings";
import { countTriage } from "@/lib/findings/triage/count-triage";
import { groupTriage } from "@/lib/findings/triage/group-triage";
import { listTriage } from "@/lib/findings/triage/list-triage";
import { incidentsOfFindings } from "@/lib/incidents/incidents-of-findings";
import { GroupsTable } from "./groups-table";
import { TriageFilters } from "./triage-filters";
import { TriageList } from "./triage-list";
import { filterOf, parseTriageSearch, type Search, triageHref } from "./triage-search";
import { GroupingTabs, SavedViews, StatusTabs } from "./triage-views";

export const metadata: Metadata = { title: "Findings" };

export default async function FindingsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  const search = parseTriageSearch(await searchParams);
  const { group: by, sort, cursor } = search;
  const filter = filterOf(search, ctx.actor.id);
  const [page, grouped, counts, assignees] = await Promise.all([
    by ? null : listTriage(ctx, { filter, sort, cursor }),
    by ? groupTriage(ctx, { filter, by }) : null,
    countTriage(ctx, filter),
    listAssignees(ctx),
  ]);
  const incidents = page
    ? await incidentsOfFindings(
        ctx,
        page.items.map(({ id }) => id),
      )
    : {};
  const isEmpty = (page?.items.length ?? grouped?.groups.length) === 0;
  const viewer = { id: ctx.actor.id, name: ctx.actor.name };
  return (
    <>
      <PageHeader
        title="Findings"
        acts={
          <Link href="/findings/suppressions" className={buttonClass()}>
            Suppressions
          </Link>
        }
      >
        What detectors and alerts found in fleet, API and clusters: how bad, since when, and whose it is.
      </PageHeader>
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <StatusTabs search={search} counts={counts} />
          <GroupingTabs search={search} />
          <SavedViews search={search} />
        </div>
        <TriageFilters search={search} assignees={assignees} />
      </div>
      {isEmpty ? <NoFindings isAll={triageHref(search) === "/findings"} hasCursor={cursor !== undefined} /> : null}
      {grouped && by && !isEmpty ? <GroupsTable search={search} by={by} {...grouped} /> : null}
      {page && !isEmpty ? (
        <TriageList
          key={triageHref(search, { cursor })}
          rows={page.items}
          incidents={incidents}
          assignees={assignees}
          viewer={viewer}
          mayAct={may(ctx.actor, "finding.write")}
          mayGather={may(ctx.actor, "incident.write")}
        />
      ) : null}
      {page && (page.next || cursor) ? (
        <nav aria-label="Pages" className="flex justify-end gap-2">
          {cursor ? (
            <Link href={triageHref(search)} className={buttonClass({ size: "sm" })}>
              First page
            </Link>
          ) : null}
          {page.next ? (
            <Link
              href={triageHref(search, { cursor: page.next })}
              prefetch={false}
              className={buttonClass({ size: "sm" })}
            >
              Next page
            </Link>
          ) : null}
        </nav>
      ) : null}
    </>
  );
}

function NoFindings({ isAll, hasCursor }: { isAll: boolean; hasCursor: boolean }) {
  return (
    <EmptyState
      title={isAll ? "Nothing is wrong that anybody looks for" : "No such finding"}
      act={
        isAll ? null : (
          <Link href="/findings" className={buttonClass()}>
            See all that are open
          </Link>
        )
      }
    >
      {isAll
        ? "Detectors watch connections every five seconds and every minute, over the fleet and by region, provider, GPU model and agent version. What they find stands here at once."
        : hasCursor
          ? "What stood on this page has moved on."
          : "Nothing fits all of these filters."}
    </EmptyState>
  );
}
