import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import {
  type IncidentKind,
  type IncidentSeverity,
  type IncidentState,
  incidentKinds,
  incidentSeverities,
  type Tlp,
  tlps,
} from "./incident-choices";

export type Incident = {
  id: string;
  reference: string;
  title: string;
  summary: string;
  state: IncidentState;
  severity: IncidentSeverity;
  tlp: Tlp;
  kind: IncidentKind;
  mergedIntoId: string | null;
  rootId: string;
  openedByRule: string | null;
  openedBy: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

export const incidentColumns = {
  id: incidents.id,
  reference: incidents.reference,
  title: incidents.title,
  summary: incidents.summary,
  state: incidents.state,
  severity: incidents.severity,
  tlp: incidents.tlp,
  kind: incidents.kind,
  mergedIntoId: incidents.mergedIntoId,
  rootId: incidents.rootId,
  openedByRule: incidents.openedByRule,
  openedBy: incidents.openedBy,
  version: incidents.version,
  createdAt: incidents.createdAt,
  updatedAt: incidents.updatedAt,
};

/** The columns of choices hold only words of incident-choices.ts. */
export const asIncident = (row: { [Key in keyof Incident]: unknown }): Incident => row as Incident;

/** What a person may say of an incident. */
export const IncidentFields = z.object({
  title: z.string().trim().min(1, "give it a title").max(200, "at most 200 characters"),
  summary: z.string().trim().max(10_000, "at most 10,000 characters"),
  severity: z.literal(incidentSeverities),
  tlp: z.enum(tlps),
  kind: z.enum(incidentKinds),
});
export type IncidentFields = z.output<typeof IncidentFields>;

/** Why something was done otherwise than it stood. */
export const Reason = z.string().trim().min(1, "say why").max(1_000, "at most 1,000 characters");
