import { incidentKinds, incidentSeverities, incidentStates, openStates } from "@/lib/incidents/incident-choices";

export type Search = Record<string, string | string[] | undefined>;

export const shownStates = ["open", "all", ...incidentStates] as const;
export type ShownState = (typeof shownStates)[number];

const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseIncidentSearch(search: Search) {
  const shown = shownStates.find((state) => state === one(search.state)) ?? "open";
  const severity = incidentSeverities.find((each) => String(each) === one(search.severity));
  return {
    shown,
    address: {
      state: shown === "open" ? undefined : shown,
      severity: severity && String(severity),
      kind: incidentKinds.find((kind) => kind === one(search.kind)),
      text: one(search.text)?.slice(0, 200),
      cursor: one(search.cursor)?.slice(0, 1_000),
    },
    severity,
    state: shown === "all" ? undefined : shown === "open" ? [...openStates] : [shown],
  };
}
