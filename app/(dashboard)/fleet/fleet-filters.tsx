"use client";
import { ListFilter, X } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { Button, buttonClass } from "@/components/ui/button";
import { reasonLabels } from "@/components/ui/state-look";
import type { FleetFilter } from "@/lib/fleet/types";
import { useFleetUrl } from "./use-fleet-url";

const fields = [
  { field: "region", parameter: "region", label: "Region" },
  { field: "provider", parameter: "provider", label: "Provider" },
  { field: "gpuModel", parameter: "model", label: "GPU model" },
  { field: "agent", parameter: "agent", label: "Agent" },
  { field: "cluster", parameter: "cluster", label: "Cluster" },
  { field: "state", parameter: "state", label: "State" },
  { field: "reason", parameter: "reason", label: "Reason" },
  { field: "set", parameter: "set", label: "Device set" },
  { field: "search", parameter: "q", label: "Search" },
] as const satisfies readonly { field: keyof FleetFilter; parameter: string; label: string }[];

const shown = (field: keyof FleetFilter, value: string) => {
  if (value === "") return "not stated";
  return field === "reason" ? (reasonLabels[value as keyof typeof reasonLabels] ?? value) : value;
};

/** What everything below is limited to; each taken off by itself. Nothing when nothing is. `setName`: of the filter's set. */
export function FleetFilters({ filter, setName }: { filter: FleetFilter; setName?: string | null }) {
  const { change } = useFleetUrl();
  const params = useSearchParams();
  const isDevices = usePathname() === "/fleet/devices";
  const chips = fields.flatMap(({ field, parameter, label }) =>
    [filter[field] ?? []].flat().map((value) => {
      const text = field === "set" && setName ? setName : shown(field, value);
      return { parameter, label, value, text };
    }),
  );
  if (chips.length === 0) return null;
  const devices = new URLSearchParams(
    fields.flatMap(({ parameter }) => params.getAll(parameter).map((value) => [parameter, value])),
  );
  const at = params.get("at");
  if (at) devices.set("at", at);
  return (
    <section className="flex flex-wrap items-center gap-1.5" aria-label="Filters">
      <ListFilter className="size-4 text-muted" aria-hidden="true" />
      {chips.map(({ parameter, label, value, text }) => (
        <Button
          key={`${parameter}=${value}`}
          size="sm"
          aria-label={`Remove filter ${label}: ${text}`}
          onClick={() => change({ [parameter]: params.getAll(parameter).filter((each) => each !== value) })}
        >
          <span className="text-muted">{label}</span> {text}
          <X className="size-3" aria-hidden="true" />
        </Button>
      ))}
      <Button
        size="sm"
        variant="ghost"
        onClick={() => change(Object.fromEntries(fields.map(({ parameter }) => [parameter, null])))}
      >
        Clear all
      </Button>
      {isDevices ? null : (
        <Link href={`/fleet/devices?${devices}`} className={buttonClass({ size: "sm", variant: "ghost" })}>
          See these devices
        </Link>
      )}
    </section>
  );
}
