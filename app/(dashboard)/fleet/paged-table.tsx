"use client";
import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { VirtualTable, type virtualTableFeatures } from "@/components/ui/virtual-table";
import { fetchPage, type Page } from "./fetch-page";
import { useFleetUrl } from "./use-fleet-url";

type Props<Row extends object> = {
  /** What the rows are: "Devices". */
  label: string;
  /** "device", "devices" */
  units: readonly [one: string, many: string];
  first: Page<Row>;
  columns: ColumnDef<typeof virtualTableFeatures, Row>[];
  rowId: (row: Row) => string;
  /** Where further pages come from, asked with the parameters of the page's own address. */
  rowsHref: string;
  sort: string;
  order: "asc" | "desc";
  /** The sort and order of an address without any. */
  usual: { sort: string; order: "asc" | "desc" };
};

/** A long list, page by page from the server, as far as one has scrolled. Its sort is in the address. */
export function PagedTable<Row extends object>(props: Props<Row>) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Paged {...props} />
    </QueryClientProvider>
  );
}

function Paged<Row extends object>({ label, units, first, columns, rowId, rowsHref, sort, order, usual }: Props<Row>) {
  const { change } = useFleetUrl();
  const params = useSearchParams();
  // While somebody reads further down, the rows stay; a new first page waits until it is asked for.
  const [shown, setShown] = useState(first);
  const query = useInfiniteQuery({
    queryKey: [rowsHref, params.toString(), shown.minute],
    queryFn: ({ pageParam }) => fetchPage<Row>(rowsHref, params, pageParam),
    initialPageParam: "",
    getNextPageParam: (page: Page<Row>) => page.next,
    initialData: { pages: [shown], pageParams: [""] },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const { pages } = query.data;
  const isFirstOnly = pages.length === 1;
  if (isFirstOnly && shown !== first) setShown(first);
  const rows = useMemo(
    () => (isFirstOnly ? shown.items : pages.flatMap((page) => page.items)),
    [isFirstOnly, shown, pages],
  );
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const onSort = (name: string) => {
    const turned = name === sort && order === "asc" ? "desc" : "asc";
    const isUsual = name === usual.sort && turned === usual.order;
    change(isUsual ? { sort: null, order: null } : { sort: name, order: turned });
  };
  return (
    <div className="grid gap-2">
      <p className="flex min-h-7 flex-wrap items-center gap-x-3 text-table" aria-live="polite">
        <span>
          <Count value={first.total} /> {units[first.total === 1 ? 0 : 1]}
        </span>
        {!isFirstOnly && shown.minute !== first.minute ? (
          <Button size="sm" onClick={() => setShown(first)}>
            Counted anew: show it
          </Button>
        ) : null}
      </p>
      <VirtualTable
        {...{ label, columns, rows, rowId, sort, order, onSort, onEnd }}
        total={first.total}
        foot={
          isError ? (
            <Button size="sm" onClick={() => void fetchNextPage()}>
              More could not be loaded: try again
            </Button>
          ) : hasNextPage ? (
            "Loading more…"
          ) : null
        }
      />
    </div>
  );
}
