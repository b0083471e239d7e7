import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { getSetName } from "@/lib/fleet/device-sets/get-set-name";
import { listDevices } from "@/lib/fleet/devices/list-devices";
import { listFilterOptions } from "@/lib/fleet/devices/list-filter-options";
import { InIncident } from "../../in-incident";
import { FleetFilters } from "../fleet-filters";
import { DeviceFilterBar } from "./device-filter-bar";
import { DevicesActs } from "./devices-acts";
import { DevicesEmpty } from "./devices-empty";
import { DevicesTable } from "./devices-table";
import { parseDevicesView } from "./devices-view";

export const metadata: Metadata = { title: "Devices" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function DevicesPage({ searchParams }: { searchParams: Search }) {
  const ctx = await requireCtx();
  const search = await searchParams;
  const view = parseDevicesView(search);
  const { filter, sort, order } = view;
  const minute = view.minute ?? undefined;
  const [page, options, setName] = await Promise.all([
    listDevices(ctx, { filter, minute, sort, order }),
    listFilterOptions(ctx),
    filter.set ? getSetName(ctx, filter.set) : null,
  ]);
  return (
    <>
      <PageHeader
        title="Devices"
        acts={
          <DevicesActs
            filter={filter}
            minute={page.minute}
            total={page.total}
            isLatest={page.isLatest}
            mayExport={may(ctx.actor, "device.export")}
            maySave={may(ctx.actor, "device-set.write")}
            mayQuarantine={may(ctx.actor, "device.quarantine")}
          />
        }
      >
        Every device: its state, since when, whose it is and what it runs. What was kept together stands under{" "}
        <Link href="/fleet/sets" className="underline">
          device sets
        </Link>
        .
      </PageHeader>
      <InIncident reference={search.incident} />
      <DeviceFilterBar key={filter.search} filter={filter} options={options} />
      <FleetFilters filter={filter} setName={setName} />
      {page.total === 0 ? (
        <DevicesEmpty filter={filter} />
      ) : (
        <DevicesTable key={JSON.stringify(view)} first={page} view={view} />
      )}
    </>
  );
}
