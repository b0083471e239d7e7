import type { SearchParams } from "@/lib/fleet/filter";
import { type ProviderSort, providerSorts } from "@/lib/fleet/providers/provider-sort";
import { readMinute } from "../read-minute";

/** All that the address of the providers page says; what does not parse falls back. */
export type ProvidersView = { search: string; minute: number | null; sort: ProviderSort; order: "asc" | "desc" };

export function parseProvidersView(params: SearchParams): ProvidersView {
  const text = (name: string) => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return typeof value === "string" ? value : "";
  };
  const sort = providerSorts.find((name) => name === text("sort")) ?? "devices";
  const order = text("order") || (sort === "devices" ? "desc" : "asc");
  return { search: text("q").trim(), minute: readMinute(text("at")), sort, order: order === "desc" ? "desc" : "asc" };
}
