"use client";
import { Select } from "@/components/ui/select";
import { stateLooks } from "@/components/ui/state-look";
import type { FilterOptions } from "@/lib/fleet/devices/list-filter-options";
import type { FleetFilter } from "@/lib/fleet/types";
import { SearchField } from "../search-field";
import { useFleetUrl } from "../use-fleet-url";
import { ProviderField } from "./provider-field";

const states = ["connected", "blocked", "silent", "quarantined", "unknown", "retired"] as const;
const stateLabel = (state: (typeof states)[number]) => (state === "blocked" ? "Blocked" : stateLooks[state].label);

/** Search and the usual filters; each choice is added to those that stand below. */
export function DeviceFilterBar({ filter, options }: { filter: FleetFilter; options: FilterOptions }) {
  const { change } = useFleetUrl();
  const add = (parameter: string, present: readonly string[] | undefined, value: string) => {
    if (value !== "") change({ [parameter]: [...new Set([...(present ?? []), value === "\0" ? "" : value])] });
  };
  const choices = [
    {
      parameter: "state",
      label: "State",
      present: filter.state,
      values: states.map((state) => [state, stateLabel(state)]),
    },
    { parameter: "region", label: "Region", present: filter.region, values: options.regions.map(named) },
    { parameter: "model", label: "GPU model", present: filter.gpuModel, values: options.models.map(named) },
    { parameter: "agent", label: "Agent", present: filter.agent, values: options.agents.map(named) },
  ];
  return (
    <div className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap">
      <SearchField label="Search id or name" placeholder="Part of an id or a name" value={filter.search ?? ""} />
      {choices.map(({ parameter, label, present, values }) => (
        <Select
          key={parameter}
          aria-label={`Filter by ${label.toLowerCase()}`}
          className="sm:max-w-40"
          value=""
          onChange={(event) => add(parameter, present, event.target.value)}
        >
          <option value="">{label}</option>
          {values.map(([value, text]) => (
            <option key={value} value={value === "" ? "\0" : value}>
              {text}
            </option>
          ))}
        </Select>
      ))}
      <ProviderField onPick={(slug) => add("provider", filter.provider, slug)} />
    </div>
  );
}

const named = (value: string): [string, string] => [value, value === "" ? "not stated" : value];
