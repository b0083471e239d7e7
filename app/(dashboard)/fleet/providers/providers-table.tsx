"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { ListedProvider, ProviderPage } from "@/lib/fleet/providers/list-providers";
import { PagedTable } from "../paged-table";
import { providerColumns } from "./provider-columns";
import type { ProvidersView } from "./providers-view";

const rowId = (provider: ListedProvider) => provider.slug;

export function ProvidersTable({ first, view }: { first: ProviderPage; view: ProvidersView }) {
  const at = useSearchParams().get("at");
  const columns = useMemo(() => providerColumns(at), [at]);
  return (
    <PagedTable
      label="Providers"
      units={["provider", "providers"]}
      first={first}
      columns={columns}
      rowId={rowId}
      rowsHref="/fleet/providers/rows"
      sort={view.sort}
      order={view.order}
      usual={{ sort: "devices", order: "desc" }}
    />
  );
}
