export const shownOptions = [
  { value: "waiting", label: "Waiting" },
  { value: "all", label: "All" },
] as const;
export type Shown = (typeof shownOptions)[number]["value"];

export type Search = Record<string, string | string[] | undefined>;

/** What the address of the list says; anything else is what waits. */
export function parseApprovalsSearch(search: Search): { show: Shown; cursor?: string } {
  const cursor = typeof search.cursor === "string" && search.cursor !== "" ? search.cursor.slice(0, 500) : undefined;
  return { show: search.show === "all" ? "all" : "waiting", ...(cursor ? { cursor } : {}) };
}
