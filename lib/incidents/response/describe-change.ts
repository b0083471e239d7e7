/** What a change was of, for the counts of a hand-over. */
export const changeSubjects = ["timeline", "moments", "state", "tasks", "findings", "people", "acts", "other"] as const;
export type ChangeSubject = (typeof changeSubjects)[number];
export const changeSubjectLabels: Record<ChangeSubject, string> = {
  timeline: "Timeline",
  moments: "Moments",
  state: "State and text",
  tasks: "Tasks",
  findings: "Findings",
  people: "People",
  acts: "Acts and changes of the fleet",
  other: "Files, indicators, figures and others",
};

type Known = readonly [start: string, subject: ChangeSubject, words: string];

/** The audit rows of an incident, and the kinds of the record's events, by their beginning; the first that fits. */
const known: readonly Known[] = [
  ["incident.write-entry", "timeline", "wrote an event into the timeline"],
  ["incident.correct-entry", "timeline", "corrected an event of the timeline"],
  ["incident.withdraw-entry", "timeline", "withdrew an event of the timeline"],
  ["incident.pin", "timeline", "pinned an event of the timeline"],
  ["incident.unpin", "timeline", "no longer pins an event of the timeline"],
  ["incident.set-moment", "moments", "set a moment"],
  ["incident.move", "state", "changed the state"],
  ["incident.update-task", "tasks", "changed a task"],
  ["incident.update", "state", "edited the incident"],
  ["incident.open", "state", "opened the incident"],
  ["incident.merge", "state", "merged it into another incident"],
  ["incident.take-in", "state", "merged another incident into it"],
  ["incident.add-task", "tasks", "added a task"],
  ["incident.start-playbook", "tasks", "started a playbook"],
  ["incident.write-handover", "people", "wrote a hand-over note"],
  ["incident.take-handover", "people", "took over"],
  ["incident.join", "findings", "joined findings"],
  ["incident.assign", "people", "changed who does what"],
  ["finding.", "findings", ""],
];

const fallback = (action: string): string => action.replace(/^incident\./, "").replaceAll("-", " ");

/** A change in words, from an audit row of the incident: who did it stands before. */
export function describeAction(action: string, after: unknown): { subject: ChangeSubject; text: string } {
  const [, subject, words] = known.find(([start]) => action.startsWith(start)) ?? ["", "other", fallback(action)];
  const detail = detailOf(action, after);
  return { subject, text: detail ? `${words}: ${detail}` : words };
}

/** What an event of the record was of. */
export const subjectOfEvent = (kind: string): ChangeSubject =>
  known.find(([start]) => kind.startsWith(start))?.[1] ?? "acts";

/** One short text that the row holds; never an entry's, which may be for responders alone. */
function detailOf(action: string, after: unknown): string | null {
  if (typeof after !== "object" || after === null || action.endsWith("-entry")) return null;
  const row = after as Record<string, unknown>;
  if (action === "incident.set-moment") return Object.keys(row).find((name) => name !== "reason") ?? null;
  if (action === "incident.update") return Object.keys(row).join(", ");
  const state = typeof row.state === "string" ? row.state.replaceAll("_", " ") : null;
  const name = [row.title, row.name].find((value) => typeof value === "string");
  if (typeof name === "string") return state ? `${name} (${state})` : name;
  return state;
}
