"use client";
import { createColumnHelper } from "@tanstack/react-table";
import Link from "next/link";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { virtualTableFeatures } from "@/components/ui/virtual-table";
import type { ListedDevice } from "@/lib/fleet/devices/listed-device";
import { deviceStateOf, stateCodes } from "@/lib/fleet/states";

const helper = createColumnHelper<typeof virtualTableFeatures, ListedDevice>();
const none = <span className="text-muted">not stated</span>;

/** `at` is the minute that was travelled to: links keep it. */
export const deviceColumns = (at: string | null) =>
  helper.columns([
    helper.accessor("state", {
      header: "State",
      meta: { width: 190, sort: "state" },
      cell: ({ row }) => <State code={row.original.state} />,
    }),
    helper.accessor("id", {
      header: "Device",
      meta: { width: 284, sort: "id" },
      cell: ({ row }) => (
        <Link
          href={`/fleet/devices/${encodeURIComponent(row.original.id)}${at ? `?at=${at}` : ""}`}
          className="font-mono text-caption hover:underline"
          title={row.original.id}
          prefetch={false}
        >
          {row.original.id}
        </Link>
      ),
    }),
    helper.accessor("sinceMinute", {
      header: "Since",
      meta: { width: 130, sort: "since" },
      cell: ({ row }) => <Minute minute={row.original.sinceMinute} />,
    }),
    helper.accessor("provider", {
      header: "Provider",
      meta: { width: 160, sort: "provider" },
      cell: ({ row }) => (
        <Link
          href={`/fleet/providers/${encodeURIComponent(row.original.provider.slug)}${at ? `?at=${at}` : ""}`}
          className="hover:underline"
          prefetch={false}
        >
          {row.original.provider.name}
        </Link>
      ),
    }),
    helper.accessor("model", {
      header: "GPU model",
      meta: { width: 140, sort: "model" },
      cell: ({ row }) => row.original.model ?? none,
    }),
    helper.accessor("gpus", {
      header: "GPUs",
      meta: { width: 76, sort: "gpus", isNumber: true },
      cell: ({ row }) => row.original.gpus,
    }),
    helper.accessor("region", {
      header: "Region",
      meta: { width: 110, sort: "region" },
      cell: ({ row }) => row.original.region ?? none,
    }),
    helper.accessor("agent", {
      header: "Agent",
      meta: { width: 96, sort: "agent" },
      cell: ({ row }) => row.original.agent ?? none,
    }),
    helper.accessor("lastSeenMinute", {
      header: "Last heartbeat",
      meta: { width: 140, sort: "last_heartbeat" },
      cell: ({ row }) => <LastHeartbeat device={row.original} />,
    }),
    helper.accessor("name", {
      header: "Name",
      meta: { width: 160, sort: "name" },
      cell: ({ row }) => <span title={row.original.name ?? undefined}>{row.original.name ?? none}</span>,
    }),
  ]);

function State({ code }: { code: ListedDevice["state"] }) {
  const state = deviceStateOf(code);
  return state ? (
    <StateBadge state={state.state} reason={state.reason} />
  ) : (
    <span className="text-muted">Not rolled yet</span>
  );
}

function Minute({ minute }: { minute: number | null }) {
  return minute === null ? <span className="text-muted">unknown</span> : <Time at={minute * 60_000} form="absolute" />;
}

function LastHeartbeat({ device }: { device: ListedDevice }) {
  const isCalling = device.state >= stateCodes.connected && device.state <= stateCodes.blocked_unverified;
  if (isCalling) return "calls";
  if (!device.isLastSeenBefore) return <Minute minute={device.lastSeenMinute} />;
  return (
    <span title="The records of that time say only that its last heartbeat came before this.">
      before <Minute minute={device.lastSeenMinute} />
    </span>
  );
}
