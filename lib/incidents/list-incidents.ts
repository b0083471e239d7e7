import { and, desc, eq, exists, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/access";
import { incidentFindings, incidentRoles, incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import { asIncident, type Incident, incidentColumns } from "./incident";
import { incidentKinds, incidentSeverities, incidentStates } from "./incident-choices";

export const ListIncidents = z.object({
  state: z.array(z.enum(incidentStates)).max(incidentStates.length).optional(),
  severity: z.array(z.literal(incidentSeverities)).max(incidentSeverities.length).optional(),
  kind: z.enum(incidentKinds).optional(),
  /** In the reference or the title. */
  text: z.string().trim().max(200).optional(),
  /** Those that hold this finding. */
  findingId: z.uuid().optional(),
  cursor: z.string().max(1_000).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListIncidents = z.input<typeof ListIncidents>;

export type ListedIncident = Incident & { lead: string | null; findings: number };

const Place = z.tuple([z.iso.datetime(), z.uuid()]);
// A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
const byTime = sql`date_trunc('milliseconds', ${incidents.createdAt})`;
// Named in full: of a single table drizzle writes a selected column without it, and here the inner one would be meant.
const own = sql.raw("incidents.id");
const leadName = sql<
  string | null
>`(select coalesce(u.name, 'unnamed') from ${incidentRoles} r join ${users} u on u.id = r.user_id
  where r.incident_id = ${own} and r.role = 'lead')`;
const findingCount = sql<number>`(select count(distinct f.finding_id)::int from ${incidentFindings} f
  join ${incidents} held on held.id = f.incident_id where held.root_id = ${own} or held.id = ${own})`;

/** Incidents, the latest opened first, paged. Throws AppError "invalid_cursor". */
export async function listIncidents(
  ctx: Ctx,
  input: ListIncidents = {},
): Promise<{ items: ListedIncident[]; next: string | null }> {
  requirePermission(ctx.actor, "incident.read");
  const query = parseInput(ListIncidents, input);
  const { cursor, limit } = query;
  const rows = await ctx.db
    .select({ ...incidentColumns, lead: leadName, findings: findingCount })
    .from(incidents)
    .where(and(...filterOf(query), cursor ? behind(decodeCursor(Place, cursor)) : undefined))
    .orderBy(desc(byTime), desc(incidents.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ lead, findings, ...row }) => ({ ...asIncident(row), lead, findings })),
    next: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

function filterOf({ state, severity, kind, text, findingId }: z.output<typeof ListIncidents>): (SQL | undefined)[] {
  const pattern = text ? `%${text.replaceAll(/[\\%_]/g, "\\$&")}%` : null;
  return [
    state?.length ? inArray(incidents.state, state) : undefined,
    severity?.length ? inArray(incidents.severity, severity) : undefined,
    kind ? eq(incidents.kind, kind) : undefined,
    pattern ? or(ilike(incidents.reference, pattern), ilike(incidents.title, pattern)) : undefined,
    findingId
      ? exists(
          sql`(select 1 from ${incidentFindings} f where f.incident_id = ${incidents.id} and f.finding_id = ${findingId})`,
        )
      : undefined,
  ];
}

const behind = ([at, id]: z.output<typeof Place>): SQL =>
  sql`(${byTime}, ${incidents.id}) < (${at}::text::timestamptz, ${id}::uuid)`;

/** How many wait for somebody to take them up. */
export async function countIncidentsInTriage(ctx: Ctx): Promise<number> {
  requirePermission(ctx.actor, "incident.read");
  return ctx.db.$count(incidents, eq(incidents.state, "triage"));
}
