import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { getFleetSummary } from "@/lib/fleet/queries/get-fleet-summary";
import { getIncident } from "@/lib/incidents/get-incident";
import type { IncidentKind, IncidentSeverity, IncidentState, Tlp } from "@/lib/incidents/incident-choices";

/** What the record says of an incident at one moment; kept with the update that was written from it. Times in ISO 8601, UTC. */
export type UpdateFacts = {
  /** When they were read. */
  at: string;
  reference: string;
  title: string;
  state: IncidentState;
  severity: IncidentSeverity;
  tlp: Tlp;
  kind: IncidentKind;
  /** When it was detected; null: not known. */
  detectedAt: string | null;
  /** Devices of the whole fleet, by the last closed minute of roll call. Null while no minute was counted. */
  devices: { at: string; enrolled: number; connected: number; source: string } | null;
};

/** Reads them now. AppError "incident_not_found". */
export async function readUpdateFacts(ctx: Ctx, incidentId: string): Promise<UpdateFacts> {
  requirePermission(ctx.actor, "incident.read");
  const [{ incident, moments }, summary] = await Promise.all([getIncident(ctx, incidentId), getFleetSummary(ctx)]);
  const { reference, title, state, severity, tlp, kind } = incident;
  const detected = moments.find(({ moment }) => moment === "detected");
  const isCounted = summary.coverage !== "none";
  return {
    ...{ at: ctx.now.toISOString(), reference, title, state, severity, tlp, kind },
    detectedAt: detected?.earliest.toISOString() ?? null,
    devices: isCounted
      ? {
          at: summary.at,
          enrolled: summary.devices.enrolled,
          connected: summary.devices.connected,
          source: "roll call, all devices of the fleet",
        }
      : null,
  };
}
