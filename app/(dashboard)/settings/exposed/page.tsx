import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { PageHeader } from "@/components/ui/page-header";
import { listExposureLists } from "@/lib/access/exposure/list-exposure-lists";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { Pager } from "../../pager";
import { ExposedForm } from "./exposed-form";
import { ExposedTokens } from "./exposed-tokens";
import { ListsTable } from "./lists-table";
import { parseExposedSearch, type Search } from "./parse-exposed-search";

export const metadata: Metadata = { title: "Exposed tokens" };

export default async function ExposedPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "token.write")) return <Denied ctx={ctx} permission="token.write" what="exposed tokens" />;
  const { list, cursor } = parseExposedSearch(await searchParams);
  const { items, next } = await listExposureLists(ctx, { cursor });
  return (
    <div className="grid gap-6">
      <PageHeader title="Exposed tokens">
        Give a leaked list in any form: Muster says which of its own tokens, users and devices stand in it. The list
        itself is not kept; an HMAC of each identifier is, so that a later use is recognised and becomes a finding.
      </PageHeader>
      <ExposedForm />
      {list ? <ExposedTokens ctx={ctx} listId={list} /> : null}
      <section className="grid gap-3" aria-labelledby="lists">
        <h2 id="lists" className="font-semibold">
          Lists looked through
        </h2>
        <ListsTable lists={items} />
        <Pager path="/settings/exposed" search={{ cursor }} next={next} />
      </section>
    </div>
  );
}
