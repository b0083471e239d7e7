import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireCtx } from "@/lib/access/session";
import { listProviders } from "@/lib/fleet/providers/list-providers";
import { SearchField } from "../search-field";
import { ProvidersTable } from "./providers-table";
import { parseProvidersView } from "./providers-view";

export const metadata: Metadata = { title: "Providers" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function ProvidersPage({ searchParams }: { searchParams: Search }) {
  const ctx = await requireCtx();
  const view = parseProvidersView(await searchParams);
  const page = await listProviders(ctx, { ...view, minute: view.minute ?? undefined });
  return (
    <>
      <PageHeader title="Providers">Whose machines they are, and how many of them are connected.</PageHeader>
      <SearchField label="Search name or slug" placeholder="Part of a name" value={view.search} />
      {page.total > 0 ? (
        <ProvidersTable key={JSON.stringify(view)} first={page} view={view} />
      ) : view.search ? (
        <EmptyState title="No provider matches">None has this in its name or its address.</EmptyState>
      ) : (
        <EmptyState title="No provider yet">
          A provider stands here as soon as a token is made for it, or a list of providers is imported.
        </EmptyState>
      )}
    </>
  );
}
