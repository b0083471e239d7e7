"use client";
import { createColumnHelper } from "@tanstack/react-table";
import Link from "next/link";
import { Count } from "@/components/ui/count";
import type { virtualTableFeatures } from "@/components/ui/virtual-table";
import type { ListedProvider } from "@/lib/fleet/providers/list-providers";
import { ShareBar } from "./share-bar";

const helper = createColumnHelper<typeof virtualTableFeatures, ListedProvider>();

/** `at` is the minute that was travelled to, which links keep. */
export const providerColumns = (at: string | null) =>
  helper.columns([
    helper.accessor("name", {
      header: "Provider",
      meta: { width: 220, sort: "name" },
      cell: ({ row }) => (
        <Link
          href={`/fleet/providers/${encodeURIComponent(row.original.slug)}${at ? `?at=${at}` : ""}`}
          className="font-medium hover:underline"
          prefetch={false}
        >
          {row.original.name}
        </Link>
      ),
    }),
    helper.display({
      id: "share",
      header: "Connected of enrolled",
      meta: { width: 180 },
      cell: ({ row }) => <ShareBar counts={row.original.devices} />,
    }),
    helper.accessor((row) => row.devices.enrolled, {
      id: "devices",
      header: "Devices",
      meta: { width: 100, isNumber: true, sort: "devices" },
      cell: ({ getValue }) => <Count value={getValue()} />,
    }),
    helper.accessor((row) => row.devices.connected, {
      id: "connected",
      header: "Connected",
      meta: { width: 104, isNumber: true, sort: "connected" },
      cell: ({ row, getValue }) => <Known provider={row.original} value={getValue()} />,
    }),
    helper.accessor((row) => row.devices.enrolled - row.devices.connected, {
      id: "away",
      header: "Not connected",
      meta: { width: 120, isNumber: true, sort: "away" },
      cell: ({ row, getValue }) => <Known provider={row.original} value={getValue()} />,
    }),
    helper.accessor((row) => row.gpus.enrolled, {
      id: "gpus",
      header: "GPUs",
      meta: { width: 100, isNumber: true, sort: "gpus" },
      cell: ({ getValue }) => <Count value={getValue()} />,
    }),
    helper.accessor((row) => row.gpus.connected, {
      id: "gpus_connected",
      header: "GPUs connected",
      meta: { width: 130, isNumber: true, sort: "gpus_connected" },
      cell: ({ row, getValue }) => <Known provider={row.original} value={getValue()} />,
    }),
    helper.accessor("timeZone", {
      header: "Time zone",
      meta: { width: 180 },
      cell: ({ row }) => row.original.timeZone,
    }),
    helper.accessor("language", { header: "Language", meta: { width: 90 }, cell: ({ row }) => row.original.language }),
  ]);

/** Where Muster did not listen, nobody can say who was connected. */
function Known({ provider, value }: { provider: ListedProvider; value: number }) {
  const { enrolled, unknown } = provider.devices;
  return <Count value={enrolled > 0 && unknown === enrolled ? null : value} />;
}
