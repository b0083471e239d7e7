import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listTokens } from "@/lib/access/tokens/list-tokens";
import { countRevokedAlone } from "@/lib/access/tokens/revoke-token";
import { InIncident } from "../../in-incident";
import { Pager } from "../../pager";
import { CreateTokenDialog } from "./create-token-dialog";
import { parseTokenSearch, type Search, type TokenSearch } from "./parse-token-search";
import { TokenFilters } from "./token-filters";
import { TokensTable } from "./tokens-table";

export const metadata: Metadata = { title: "Tokens" };

const textSearch = (search: TokenSearch) =>
  Object.fromEntries(Object.entries(search).map(([name, value]) => [name, value?.toString()]));

export default async function TokensPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "token.read")) return <Denied ctx={ctx} permission="token.read" what="tokens" />;
  const search = parseTokenSearch(await searchParams);
  const [{ items, next }, revokedAlone] = await Promise.all([listTokens(ctx, search), countRevokedAlone(ctx)]);
  const { cursor: _, incident, ...filter } = search;
  return (
    <div className="grid gap-4">
      <PageHeader title="Tokens" acts={<CreateTokenDialog />}>
        What machines and programs show to be let in. The text of a token is shown once, when it is made.
      </PageHeader>
      <InIncident reference={incident} />
      <TokenFilters search={search} />
      {items.length > 0 ? (
        <TokensTable tokens={items} filter={filter} revokedAlone={revokedAlone} />
      ) : (
        <EmptyState title="No tokens">
          None fits this filter. A provider's devices call in with a token of kind provider: create one and hand it
          over.
        </EmptyState>
      )}
      <Pager path="/settings/tokens" search={textSearch(search)} next={next} />
    </div>
  );
}
