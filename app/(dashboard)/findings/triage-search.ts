import { z } from "zod";
import { findingSources, severities } from "@/lib/findings/finding-choices";
import { type TriageGrouping, triageGroupings } from "@/lib/findings/triage/group-triage";
import { type TriageSort, triageSorts } from "@/lib/findings/triage/list-triage";
import { type ShownStatus, shownStatuses, type TriageFilter } from "@/lib/findings/triage/triage-filter";

export type Search = Record<string, string | string[] | undefined>;

/** What the address of the triage page says, as text: the same that its links write. */
export type TriageSearch = {
  show: ShownStatus;
  severity?: string;
  source?: string;
  rule?: string;
  provider?: string;
  cluster?: string;
  fingerprint?: string;
  /** "me", "none" or a user's id. */
  assignee?: string;
  q?: string;
  sort: TriageSort;
  group?: TriageGrouping;
  cursor?: string;
};

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 500) : undefined;

/** One of several words, with commas between them: those that are choices, in their order. */
function some<Choice extends string>(value: string | undefined, choices: readonly Choice[]): Choice[] | undefined {
  const named = new Set(value?.split(","));
  const found = choices.filter((choice) => named.has(choice));
  return found.length > 0 ? found : undefined;
}

/** What is no choice counts as not there. */
export function parseTriageSearch(search: Search): TriageSearch {
  const assignee = one(search.assignee);
  const isAssignee = assignee === "me" || assignee === "none" || z.uuid().safeParse(assignee).success;
  const given = {
    severity: some(one(search.severity), severities)?.join(","),
    source: some(one(search.source), findingSources)?.join(","),
    rule: one(search.rule),
    provider: one(search.provider),
    cluster: one(search.cluster),
    fingerprint: one(search.fingerprint),
    assignee: isAssignee ? assignee : undefined,
    q: one(search.q),
    group: triageGroupings.find((each) => each === search.group),
    cursor: one(search.cursor),
  };
  return {
    show: shownStatuses.find((each) => each === search.show) ?? "open",
    sort: triageSorts.find((each) => each === search.sort) ?? "severity",
    // Without the keys that have no value: an address has none of them either.
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<typeof given>),
  };
}

/** The filter of lib that the address means for this viewer. */
export function filterOf(search: TriageSearch, viewerId: string): TriageFilter {
  const { show, severity, source, rule, provider, cluster, fingerprint, assignee, q } = search;
  return {
    ...{ shown: show, rule, provider, cluster, fingerprint, search: q },
    severity: some(severity, severities),
    source: some(source, findingSources),
    assignee: assignee === "me" ? viewerId : assignee,
  };
}

/** The address of the triage page with some of it changed; undefined takes off. Whatever changes, the list begins anew. */
export function triageHref(
  search: TriageSearch,
  changes: Partial<Record<keyof TriageSearch, string | undefined>> = {},
) {
  const said = { ...search, cursor: undefined, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(said)) {
    const isUsual = (name === "show" && value === "open") || (name === "sort" && value === "severity");
    if (value && !isUsual) query.set(name, value);
  }
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `/findings?${text}` : "/findings";
}
