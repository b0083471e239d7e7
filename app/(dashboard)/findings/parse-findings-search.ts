import type { ListFindings } from "@/lib/findings/list-findings";

export const shownOptions = [
  { value: "open", label: "Open" },
  { value: "suppressed", label: "Suppressed" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All" },
] as const;
export type Shown = (typeof shownOptions)[number]["value"];

const statusesOf: Record<Shown, ListFindings["status"]> = {
  open: ["new", "in_progress"],
  suppressed: ["suppressed"],
  resolved: ["resolved"],
  all: undefined,
};

type Search = Record<string, string | string[] | undefined>;

/** What the address of the list says; anything else is the open ones. */
export function parseFindingsSearch(search: Search): { shown: Shown; cursor?: string; status: ListFindings["status"] } {
  const shown = shownOptions.find(({ value }) => value === search.show)?.value ?? "open";
  const cursor = typeof search.cursor === "string" && search.cursor !== "" ? search.cursor : undefined;
  return { shown, status: statusesOf[shown], ...(cursor ? { cursor } : {}) };
}
