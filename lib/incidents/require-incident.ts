import { asc, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incidents } from "@/db/schema/incidents";
import { AppError } from "@/lib/app-error";
import { asIncident, type Incident, incidentColumns } from "./incident";
import { isOpenState, stateLabels } from "./incident-choices";

export const incidentNotFound = () =>
  new AppError("not_found", "incident_not_found", "There is no such incident. It may have been named wrongly.");

/** Locks incidents, in one order, so that two who merge crosswise do not wait for each other. In the order of `ids`. */
export async function lockIncidents(db: Transaction, ids: readonly string[]): Promise<Incident[]> {
  const rows = await db
    .select(incidentColumns)
    .from(incidents)
    .where(inArray(incidents.id, [...ids]))
    .orderBy(asc(incidents.id))
    .for("update");
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    if (!row) throw incidentNotFound();
    return asIncident(row);
  });
}

/**
 * Locks an incident that nobody changed since `version`. Throws AppError not_found "incident_not_found", conflict
 * "incident_merged", and conflict "stale_version" with what stands there now, so that a form can show the difference.
 */
export async function requireIncident(db: Transaction, id: string, version: number): Promise<Incident> {
  const [incident] = await lockIncidents(db, [id]);
  if (!incident) throw incidentNotFound();
  requireVersion(incident, version);
  return incident;
}

/** Throws conflict "incident_merged". */
export function requireNotMerged(incident: Incident): void {
  if (incident.state === "merged") throw mergedAway(incident);
}

export function requireVersion(incident: Incident, version: number): void {
  requireNotMerged(incident);
  if (incident.version === version) return;
  const { title, summary, severity, tlp, kind, state } = incident;
  const current = { title, summary, severity, tlp, kind, state };
  const message = "Somebody changed this incident meanwhile: look at what is different, then save again.";
  throw new AppError("conflict", "stale_version", message, { version: incident.version, current });
}

/** Throws conflict "incident_ended": nothing is gathered into what nobody works on. */
export function requireOpen(incident: Incident): void {
  requireNotMerged(incident);
  if (isOpenState(incident.state)) return;
  const message = `${incident.reference} is ${stateLabels[incident.state]}: reopen it first.`;
  throw new AppError("conflict", "incident_ended", message, { state: incident.state });
}

const mergedAway = ({ reference, mergedIntoId }: Incident) =>
  new AppError("conflict", "incident_merged", `${reference} was merged into another incident: go on there.`, {
    mergedIntoId,
  });
