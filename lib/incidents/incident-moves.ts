import { AppError } from "@/lib/app-error";
import { type IncidentState, stateLabels } from "./incident-choices";

/** From which state one may go to which. Merging is an act of its own, and `merged` is its end. */
export const incidentMoves: Record<IncidentState, readonly IncidentState[]> = {
  triage: ["active", "declined"],
  active: ["contained", "recovering", "resolved", "declined"],
  contained: ["recovering", "resolved", "active"],
  recovering: ["resolved", "contained", "active"],
  resolved: ["closed", "recovering", "active"],
  closed: ["active"],
  declined: ["triage"],
  merged: [],
};

const forward: readonly IncidentState[] = ["triage", "active", "contained", "recovering", "resolved", "closed"];

/** Whether the move takes back something that was said: it needs a reason, as declining does. */
export const needsReason = (from: IncidentState, to: IncidentState): boolean =>
  to === "declined" || from === "declined" || forward.indexOf(to) < forward.indexOf(from);

/** Throws AppError conflict "move_not_allowed" that lists the allowed ones. */
export function requireMove(from: IncidentState, to: IncidentState): void {
  if (incidentMoves[from].includes(to)) return;
  const allowed = incidentMoves[from].map((state) => stateLabels[state]).join(", ") || "none: it was merged";
  const message = `An incident that is ${stateLabels[from]} cannot become ${stateLabels[to]}. Allowed: ${allowed}.`;
  throw new AppError("conflict", "move_not_allowed", message, { from, to });
}
