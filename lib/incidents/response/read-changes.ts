import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { familyIds } from "../family-ids";
import { type ChangeSubject, describeAction, subjectOfEvent } from "./describe-change";

const mostShown = 100;

/** id is audit:<number> or event:<number>; actor is null where the record itself tells. */
export type IncidentChange = { id: string; at: Date; actor: string | null; subject: ChangeSubject; text: string };
export type IncidentChanges = {
  /** When the caller last said that they had looked; null: never. */
  lookedAt: Date | null;
  /** What this reading could see; lookAtIncident keeps it. */
  seen: string;
  /** The latest first, 100 at most. */
  changes: IncidentChange[];
  /** All of them, by subject. */
  counts: Partial<Record<ChangeSubject, number>>;
};

export const ReadChanges = z.object({ incidentId: z.uuid() });

type Row = { id: string; at: Date; actor: string | null; kind: string; text: string | null; after: string | null };
type Counted = { source: string; kind: string; count: number };

/**
 * What others changed of an incident since the caller last looked: of its record, its timeline, its tasks and its findings, and what was
 * done in its name. What was not committed when they looked is new, however early it says that it is. Without a look: all of it.
 */
export async function readChanges(ctx: Ctx, input: z.input<typeof ReadChanges>): Promise<IncidentChanges> {
  requirePermission(ctx.actor, "incident.read");
  const { incidentId } = parseInput(ReadChanges, input);
  const family = await familyIds(ctx.db, { id: incidentId });
  const me = ctx.actor.kind === "user" ? ctx.actor.id : "00000000-0000-0000-0000-000000000000";
  const sql = ctx.db.$client;
  return sql.begin("isolation level repeatable read read only", async (tx) => {
    const [look] = await tx<{ seen: string; last: string | null; lookedAt: Date | null }[]>`
      select pg_current_snapshot()::text as seen, l.looked_at as "lookedAt",
        -- A database that was restored elsewhere counts its transactions anew: then everything is new once more.
        case when pg_snapshot_xmax(l.seen) <= pg_snapshot_xmax(pg_current_snapshot()) then l.seen::text end as last
      from (select 1) one left join incident_looks l on l.incident_id = ${incidentId} and l.user_id = ${me}`;
    if (!look) throw new Error("a select without a condition returned no row");
    const isNew = look.last === null ? tx`true` : tx`not pg_visible_in_snapshot(xid, ${look.last}::text::pg_snapshot)`;
    const actions = tx`audit_log
      where target_kind = 'incident' and target_id = any(${family}::text[]) and ${isNew} and actor_id <> ${me}`;
    const events = tx`domain_events
      where ${isNew} and ((subjects ? 'incident' and subjects->>'incident' = any(${family}::text[])
          and not starts_with(kind, 'incident.'))
        or (subjects ? 'finding' and subjects->>'finding' = any(
          select finding_id::text from incident_findings where incident_id = any(${family}::uuid[]))))`;
    const rows = await tx<Row[]>`
      select * from (
        (select 'audit:' || lpad(id::text, 15, '0') as id, at, actor_name as actor, action as kind, null as text, after::text as after
          from ${actions} order by at desc, audit_log.id desc limit ${mostShown})
        union all
        (select 'event:' || lpad(id::text, 15, '0'), recorded_at, null, kind, title, null
          from ${events} order by recorded_at desc, domain_events.id desc limit ${mostShown})
      ) changes order by at desc, id collate "C" desc limit ${mostShown}`;
    const counted = await tx<Counted[]>`
      select 'audit' as source, action as kind, count(*)::int as count from ${actions} group by action
      union all select 'event', kind, count(*)::int from ${events} group by kind`;
    return {
      ...{ lookedAt: look.last === null ? null : asDate(look.lookedAt), seen: look.seen },
      ...{ changes: rows.map(asChange), counts: sumBySubject(counted) },
    };
  });
}

/** The raw client under drizzle reads times as text. */
const asDate = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));

function asChange({ id, at, actor, kind, text, after }: Row): IncidentChange {
  const described = describeAction(kind, after === null ? null : JSON.parse(after));
  return {
    ...{ id, at: new Date(at), actor },
    ...(text === null ? described : { subject: subjectOfEvent(kind), text }),
  };
}

function sumBySubject(rows: readonly Counted[]): Partial<Record<ChangeSubject, number>> {
  const counts: Partial<Record<ChangeSubject, number>> = {};
  for (const { source, kind, count } of rows) {
    const subject = source === "event" ? subjectOfEvent(kind) : describeAction(kind, null).subject;
    counts[subject] = (counts[subject] ?? 0) + count;
  }
  return counts;
}
