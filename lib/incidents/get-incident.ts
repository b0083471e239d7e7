import { asc, desc, eq, inArray, or } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/access";
import { findings } from "@/db/schema/findings";
import { incidentFindings, incidentRoles, incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { type DurationName, type DurationRange, durationsOf } from "./durations";
import { familyIds } from "./family-ids";
import { asIncident, type Incident, incidentColumns } from "./incident";
import { type IncidentRoleName, incidentRoleNames } from "./incident-choices";
import type { KnownMoments } from "./moments";
import { incidentNotFound } from "./require-incident";
import { type MomentRow, readMoments } from "./write-moments";

const mostListed = 500;

export type IncidentPerson = { role: IncidentRoleName; userId: string; name: string };
export type IncidentFinding = {
  id: string;
  rule: string;
  title: string;
  severity: string;
  status: string;
  startedAt: Date;
  endedAt: Date | null;
};
export type IncidentDetail = {
  incident: Incident;
  moments: MomentRow[];
  durations: Record<DurationName, DurationRange | null>;
  people: IncidentPerson[];
  /** Its own and those of what was merged into it, the earliest first; 500 at most. */
  findings: IncidentFinding[];
  /** What was merged into it. */
  merged: { id: string; reference: string; title: string }[];
  mergedInto: { id: string; reference: string; title: string } | null;
};

export const momentsByName = (rows: readonly MomentRow[]): KnownMoments =>
  Object.fromEntries(rows.map((row) => [row.moment, row]));

/** One incident by its reference or id, with all that its head shows. Throws AppError "incident_not_found". */
export async function getIncident(ctx: Ctx, referenceOrId: string): Promise<IncidentDetail> {
  requirePermission(ctx.actor, "incident.read");
  const isId = z.uuid().safeParse(referenceOrId).success;
  const [row] = await ctx.db
    .select(incidentColumns)
    .from(incidents)
    .where(isId ? eq(incidents.id, referenceOrId) : eq(incidents.reference, referenceOrId.toUpperCase().slice(0, 40)));
  if (!row) throw incidentNotFound();
  const incident = asIncident(row);
  const family = await familyIds(ctx.db, incident);
  const [moments, people, gathered, related] = await Promise.all([
    readMoments(ctx.db, incident.id),
    readPeople(ctx, incident.id),
    readFindings(ctx, family),
    readRelated(ctx, incident, family),
  ]);
  return {
    incident,
    moments,
    durations: durationsOf(momentsByName(moments)),
    people,
    findings: gathered,
    merged: related.filter(({ id }) => id !== incident.id && id !== incident.mergedIntoId),
    mergedInto: related.find(({ id }) => id === incident.mergedIntoId) ?? null,
  };
}

async function readPeople({ db }: Ctx, incidentId: string): Promise<IncidentPerson[]> {
  const rows = await db
    .select({ role: incidentRoles.role, userId: incidentRoles.userId, name: users.name })
    .from(incidentRoles)
    .innerJoin(users, eq(users.id, incidentRoles.userId))
    .where(eq(incidentRoles.incidentId, incidentId))
    .orderBy(asc(incidentRoles.assignedAt), asc(incidentRoles.userId))
    .limit(mostListed);
  const rank = ({ role }: IncidentPerson) => incidentRoleNames.indexOf(role);
  return rows
    .map(({ role, userId, name }) => ({ role: role as IncidentRoleName, userId, name: name ?? "unnamed" }))
    .sort((a, b) => rank(a) - rank(b));
}

async function readFindings({ db }: Ctx, family: readonly string[]): Promise<IncidentFinding[]> {
  const { id, rule, title, severity, status, startedAt, endedAt } = findings;
  return db
    .selectDistinct({ id, rule, title, severity, status, startedAt, endedAt })
    .from(incidentFindings)
    .innerJoin(findings, eq(id, incidentFindings.findingId))
    .where(inArray(incidentFindings.incidentId, [...family]))
    .orderBy(asc(startedAt), asc(id))
    .limit(mostListed);
}

async function readRelated({ db }: Ctx, { mergedIntoId }: Incident, family: readonly string[]) {
  return db
    .select({ id: incidents.id, reference: incidents.reference, title: incidents.title })
    .from(incidents)
    .where(or(inArray(incidents.id, [...family]), mergedIntoId ? eq(incidents.id, mergedIntoId) : undefined))
    .orderBy(desc(incidents.createdAt), asc(incidents.id))
    .limit(mostListed);
}
