import type { IncidentSeverity, IncidentState } from "../incident-choices";
import type { TaskState } from "./task-choices";

/** How the incident stood when the note was written. */
export type HandoverFigures = { state: IncidentState; severity: IncidentSeverity; tasks: Record<TaskState, number> };

export type Handover = {
  id: string;
  body: string;
  figures: HandoverFigures;
  /** Whom it is for; null: whoever comes next. */
  forName: string | null;
  writtenByName: string;
  writtenAt: Date;
  takenByName: string | null;
  takenAt: Date | null;
};
