import type { FindingStatus } from "../finding-choices";

/** What acts of triage change of a finding. Suppressed: exactly while a suppression holds it; resolved: exactly while resolvedAt is set. */
export type TriageState = {
  status: FindingStatus;
  assigneeId: string | null;
  acknowledgedAt: Date | null;
  /** The person who acknowledged it; null where that was no person. */
  acknowledgedBy: string | null;
  suppressionId: string | null;
  resolvedAt: Date | null;
  /** When what was found ended; null while it goes on. */
  endedAt: Date | null;
};

export type TriageAct =
  /** Somebody looks at it: theirs, unless it is somebody's already. */
  | { kind: "acknowledge"; by: string | null }
  /** Takes an acknowledgement back. */
  | { kind: "release" }
  | { kind: "assign"; to: string | null }
  | { kind: "suppress"; suppressionId: string }
  | { kind: "resolve" }
  | { kind: "reopen" };

export type TriageVerb = TriageAct["kind"];

const allowed: Record<TriageVerb, readonly FindingStatus[]> = {
  acknowledge: ["new"],
  release: ["in_progress"],
  assign: ["new", "in_progress", "suppressed"],
  suppress: ["new", "in_progress"],
  resolve: ["new", "in_progress", "suppressed"],
  reopen: ["resolved"],
};

export const isAllowed = (verb: TriageVerb, status: FindingStatus): boolean => allowed[verb].includes(status);

/** The state after an act; null where the status does not allow it. Pure: see its test for what always holds. */
export function afterAct(state: TriageState, act: TriageAct, now: Date): TriageState | null {
  if (!isAllowed(act.kind, state.status)) return null;
  switch (act.kind) {
    case "acknowledge":
      return {
        ...state,
        status: "in_progress",
        acknowledgedAt: now,
        acknowledgedBy: act.by,
        assigneeId: state.assigneeId ?? act.by,
      };
    case "release": {
      const isTheirs = state.assigneeId !== null && state.assigneeId === state.acknowledgedBy;
      const assigneeId = isTheirs ? null : state.assigneeId;
      return { ...state, status: "new", acknowledgedAt: null, acknowledgedBy: null, assigneeId };
    }
    case "assign":
      return { ...state, assigneeId: act.to };
    case "suppress":
      return { ...state, status: "suppressed", suppressionId: act.suppressionId };
    case "resolve":
      return {
        ...state,
        status: "resolved",
        suppressionId: null,
        resolvedAt: now,
        // Whoever says that it is over says when: detectors take one without an end for one that goes on.
        endedAt: state.endedAt ?? now,
      };
    case "reopen": {
      const wasEndedByAct = state.endedAt?.getTime() === state.resolvedAt?.getTime();
      return { ...state, status: openStatus(state), resolvedAt: null, endedAt: wasEndedByAct ? null : state.endedAt };
    }
  }
}

/** Which of the two open statuses one comes back to. */
export const openStatus = ({ acknowledgedAt }: Pick<TriageState, "acknowledgedAt">): FindingStatus =>
  acknowledgedAt ? "in_progress" : "new";
