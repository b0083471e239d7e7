import type { Metadata } from "next";
import { Pager } from "@/app/(dashboard)/pager";
import { ShownPicker } from "@/app/(dashboard)/shown-picker";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireCtx } from "@/lib/access/session";
import { listFindings } from "@/lib/findings/list-findings";
import { FindingsTable } from "./findings-table";
import { parseFindingsSearch, shownOptions } from "./parse-findings-search";

export const metadata: Metadata = { title: "Findings" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function FindingsPage({ searchParams }: { searchParams: Search }) {
  const ctx = await requireCtx();
  const { shown, status, cursor } = parseFindingsSearch(await searchParams);
  const { items, next } = await listFindings(ctx, { status, cursor, limit: 50 });
  return (
    <>
      <PageHeader title="Findings">What the detectors found in the records: what, how bad, since when.</PageHeader>
      <div>
        <ShownPicker label="Status" path="/findings" usual="open" shown={shown} options={shownOptions} />
      </div>
      {items.length > 0 ? (
        <FindingsTable findings={items} />
      ) : (
        <EmptyState title={shown === "open" ? "Nothing is wrong that anybody looks for" : "No such finding"}>
          {shown === "open"
            ? "Detectors watch connections every five seconds and every minute, over the fleet and by region, provider, GPU model and agent version. What they find stands here at once."
            : "Choose another status above."}
        </EmptyState>
      )}
      <Pager path="/findings" search={{ show: shown === "open" ? undefined : shown, cursor }} next={next} />
    </>
  );
}
