import type { Metadata } from "next";
import { Pager } from "@/app/(dashboard)/pager";
import { ShownPicker } from "@/app/(dashboard)/shown-picker";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listSuppressions } from "@/lib/findings/suppression/list-suppressions";
import { SuppressionsTable } from "./suppressions-table";

export const metadata: Metadata = { title: "Suppressions" };

const shownOptions = [
  { value: "holding", label: "In force" },
  { value: "ended", label: "Ended" },
] as const;

type Search = Promise<{ show?: string; cursor?: string }>;

export default async function SuppressionsPage({ searchParams }: { searchParams: Search }) {
  const ctx = await requireCtx();
  const { show, cursor } = await searchParams;
  const shown = show === "ended" ? "ended" : "holding";
  const { items, next } = await listSuppressions(ctx, {
    isEnded: shown === "ended",
    ...(typeof cursor === "string" && cursor !== "" ? { cursor } : {}),
  });
  return (
    <>
      <PageHeader title="Suppressions">
        What is kept out of the open findings, why, and until when. Whatever they hold goes on counting.
      </PageHeader>
      <div>
        <ShownPicker label="Shown" path="/findings/suppressions" usual="holding" shown={shown} options={shownOptions} />
      </div>
      {items.length > 0 ? (
        <SuppressionsTable suppressions={items} mayRevoke={may(ctx.actor, "finding.write")} />
      ) : (
        <EmptyState title={shown === "ended" ? "None has ended" : "Nothing is suppressed"}>
          A finding that is known and harmless for a time is suppressed from the list of findings, with a reason.
        </EmptyState>
      )}
      <Pager
        path="/findings/suppressions"
        search={{ show: shown === "ended" ? "ended" : undefined, cursor }}
        next={next}
      />
    </>
  );
}
