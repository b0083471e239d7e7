import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type IncidentSeverity, type IncidentState, openStates } from "./incident-choices";
import { mostFindings } from "./link-findings";

export const SuggestIncidents = z.object({
  /** In the reference or the title. */
  text: z.string().trim().max(200).default(""),
  /** What it is suggested for; without, the latest come first. */
  findingIds: z.array(z.uuid()).max(mostFindings).default([]),
});

/** What an incident has in common with the findings. */
export type SuggestedIncident = {
  id: string;
  reference: string;
  title: string;
  state: IncidentState;
  severity: IncidentSeverity;
  isSameDetector: boolean;
  isSameProvider: boolean;
  /** One of its findings began within an hour of them; of one without findings: it was opened then. */
  isSameTime: boolean;
};

const mostSuggested = 20;
/** The latest opened are looked at, and so many findings of each. */
const mostConsidered = 200;
const mostFindingsOfEach = 200;
const nearMinutes = 60;

/** Open incidents for a choice, the likeliest first: those of the same detector, then provider, then time, then the latest; 20 at most. */
export async function suggestIncidents(
  ctx: Ctx,
  input: z.input<typeof SuggestIncidents> = {},
): Promise<SuggestedIncident[]> {
  requirePermission(ctx.actor, "incident.read");
  const { text, findingIds } = parseInput(SuggestIncidents, input);
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const near = sql.raw(`interval '${nearMinutes} minutes'`);
  const rows = await ctx.db.execute<SuggestedIncident>(sql`
    with wanted as (
      select array_agg(distinct rule) as rules, array_agg(distinct provider) as providers,
        min(started_at) - ${near} as earliest, max(started_at) + ${near} as latest
      from findings where id = any (${`{${findingIds.join()}}`}::uuid[])
    ), considered as (
      select id, reference, title, state, severity, created_at from incidents
      where state = any (${`{${openStates.join()}}`}::text[]) and (reference ilike ${pattern} or title ilike ${pattern})
      order by created_at desc, id desc limit ${mostConsidered}
    )
    select c.id, c.reference, c.title, c.state, c.severity,
      coalesce(bool_or(f.rule = any (w.rules)), false) as "isSameDetector",
      coalesce(bool_or(f.provider = any (w.providers)), false) as "isSameProvider",
      coalesce(bool_or(coalesce(f.started_at, c.created_at) between w.earliest and w.latest), false) as "isSameTime"
    from considered c cross join wanted w left join lateral (
      select f.rule, f.provider, f.started_at from incidents held
      join incident_findings l on l.incident_id = held.id join findings f on f.id = l.finding_id
      where held.root_id = c.id order by f.started_at desc limit ${mostFindingsOfEach}
    ) f on true
    group by c.id, c.reference, c.title, c.state, c.severity, c.created_at
    order by 6 desc, 7 desc, 8 desc, c.created_at desc, c.id desc limit ${mostSuggested}`);
  return [...rows];
}
