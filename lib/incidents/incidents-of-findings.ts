import { sql } from "drizzle-orm";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { endedStates } from "./incident-choices";

/** Where a finding belongs. */
export type FindingIncident = { id: string; reference: string; title: string; isOpen: boolean };
/** By the finding's id. */
export type FindingIncidents = Readonly<Record<string, FindingIncident>>;

/** The incident of each finding that has one, or had: the open one, else the latest; where it was merged, the one that it is in now. */
export async function incidentsOfFindings(ctx: Ctx, findingIds: readonly string[]): Promise<FindingIncidents> {
  requirePermission(ctx.actor, "incident.read");
  const rows = await ctx.db.execute<FindingIncident & { findingId: string }>(sql`
    select distinct on (l.finding_id) l.finding_id as "findingId", i.id, i.reference, i.title,
      not (i.state = any (${`{${endedStates.join()}}`}::text[])) as "isOpen"
    from incident_findings l join incidents held on held.id = l.incident_id join incidents i on i.id = held.root_id
    where l.finding_id = any (${`{${findingIds.join()}}`}::uuid[])
    order by l.finding_id, 5 desc, i.created_at desc, i.id desc`);
  return Object.fromEntries(rows.map(({ findingId, ...incident }) => [findingId, incident]));
}
