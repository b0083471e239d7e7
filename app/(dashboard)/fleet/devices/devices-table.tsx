"use client";
import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { DevicePage } from "@/lib/fleet/devices/list-devices";
import type { ListedDevice } from "@/lib/fleet/devices/listed-device";
import { useFleetUrl } from "../use-fleet-url";
import { deviceColumns } from "./device-columns";
import type { DevicesView } from "./devices-view";
import { fetchDevices } from "./fetch-devices";

type Props = { first: DevicePage; view: DevicesView };

/** The list, page by page from the server, as far as one has scrolled. */
export function DevicesTable(props: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Devices {...props} />
    </QueryClientProvider>
  );
}

function Devices({ first, view }: Props) {
  const { change } = useFleetUrl();
  const params = useSearchParams();
  // While somebody reads further down, the rows stay; a new first page waits until it is asked for.
  const [shown, setShown] = useState(first);
  const query = useInfiniteQuery({
    queryKey: ["devices", params.toString(), shown.minute],
    queryFn: ({ pageParam }) => fetchDevices(params, pageParam),
    initialPageParam: "",
    getNextPageParam: (page: DevicePage) => page.next,
    initialData: { pages: [shown], pageParams: [""] },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const pages = query.data.pages;
  const isFirstOnly = pages.length === 1;
  if (isFirstOnly && shown !== first) setShown(first);
  const rows = useMemo(() => pages.flatMap((page) => page.items), [pages]);
  const columns = useMemo(() => deviceColumns(params.get("at")), [params]);
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const onSort = (sort: string) =>
    change({ sort: sort === "id" ? null : sort, order: view.sort === sort && view.order === "asc" ? "desc" : null });
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-x-3 text-table" aria-live="polite">
        <span>
          <Count value={first.total} /> {first.total === 1 ? "device" : "devices"}
        </span>
        {!isFirstOnly && shown.minute !== first.minute ? (
          <Button size="sm" onClick={() => setShown(first)}>
            Counted anew: show it
          </Button>
        ) : null}
      </p>
      <VirtualTable
        label="Devices"
        columns={columns}
        rows={rows}
        rowId={rowId}
        total={first.total}
        sort={view.sort}
        order={view.order}
        onSort={onSort}
        onEnd={onEnd}
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

const rowId = (device: ListedDevice) => device.id;
