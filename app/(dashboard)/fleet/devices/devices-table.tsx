"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { DevicePage } from "@/lib/fleet/devices/list-devices";
import type { ListedDevice } from "@/lib/fleet/devices/listed-device";
import { PagedTable } from "../paged-table";
import { deviceColumns } from "./device-columns";
import type { DevicesView } from "./devices-view";

const rowId = (device: ListedDevice) => device.id;

export function DevicesTable({ first, view }: { first: DevicePage; view: DevicesView }) {
  const at = useSearchParams().get("at");
  const columns = useMemo(() => deviceColumns(at), [at]);
  return (
    <PagedTable
      label="Devices"
      units={["device", "devices"]}
      first={first}
      columns={columns}
      rowId={rowId}
      rowsHref="/fleet/devices/rows"
      sort={view.sort}
      order={view.order}
      usual={{ sort: "id", order: "asc" }}
    />
  );
}
