import { reasonLabels, stateLooks } from "@/components/ui/state-look";
import type { DeviceSetDefinition, SetOperation } from "@/lib/fleet/device-sets/device-set";
import type { FleetFilter } from "@/lib/fleet/types";

const fields = {
  state: "state",
  reason: "reason",
  region: "region",
  provider: "provider",
  gpuModel: "GPU model",
  agent: "agent",
  cluster: "cluster",
} as const satisfies Partial<Record<keyof FleetFilter, string>>;
type Field = keyof typeof fields;

const between: Record<SetOperation, string> = { union: " or ", intersection: " and ", difference: " without " };

/** How a set was made, in words. */
export function describeDefinition(definition: DeviceSetDefinition): string {
  if ("op" in definition) return definition.names.map((name) => `“${name}”`).join(between[definition.op]);
  const { filter } = definition;
  const parts = (Object.keys(fields) as Field[]).flatMap((field) => {
    const values = filter[field];
    return values?.length ? [`${fields[field]} ${values.map((value) => wordOf(field, value)).join(" or ")}`] : [];
  });
  if (filter.search) parts.push(`id or name with “${filter.search}”`);
  if (filter.set) parts.push("of another set");
  return parts.length > 0 ? parts.join(", ") : "every device";
}

function wordOf(field: Field, value: string): string {
  if (value === "") return "not stated";
  if (field === "reason") return reasonLabels[value as keyof typeof reasonLabels] ?? value; // the filter's own values
  if (field === "state" && value in stateLooks) return stateLooks[value as keyof typeof stateLooks].label.toLowerCase();
  return value;
}
