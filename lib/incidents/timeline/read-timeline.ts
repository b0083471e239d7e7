import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "@/db/client";
import { incidents } from "@/db/schema/incidents";
import { may, requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import { asIncident, incidentColumns } from "../incident";
import { incidentNotFound } from "../require-incident";
import { type When, whenAt } from "../when/when";
import { ownSource } from "./entry";
import { foldDuplicates } from "./fold-duplicates";
import type { FoldedItem, TimelineItem } from "./timeline-item";
import { kindsOfEvents, type TimelineKind, timelineKinds } from "./timeline-kinds";
import { linksOfSubjects, type TimelineLink } from "./timeline-link";
import { readTimelineScope, type TimelineScope } from "./timeline-scope";

export const ReadTimeline = z.object({
  incidentId: z.uuid(),
  kind: z.array(z.enum(timelineKinds)).max(timelineKinds.length).optional(),
  /** "Muster" for what the record itself tells. */
  source: z.string().trim().max(200).optional(),
  isPinned: z.boolean().default(false),
  order: z.enum(["oldest", "newest"]).default("oldest"),
  cursor: z.string().max(1_000).optional(),
  limit: z.int().min(1).max(500).default(100),
});
export type ReadTimeline = z.input<typeof ReadTimeline>;
type Query = z.output<typeof ReadTimeline>;

type Row = {
  id: string;
  place: string;
  kind: TimelineKind;
  text: string;
  /** null: of the record, which knows its moment. */
  value: string | null;
  earliest: Date;
  latest: Date;
  recordedAt: Date;
  source: string;
  author: string | null;
  links: string;
  isPinned: boolean;
  isPrivate: boolean;
  isWithdrawn: boolean;
  revision: number | null;
  eventKind: string | null;
  figures: string | null;
};

const Place = z.tuple([z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/), z.string().max(60)]);

/**
 * A page of a timeline: what people wrote, and what the record tells within the incident's scope, by the first moment at which
 * each can have been; what two sources tell of the same is folded within the page. Private notes only for those who may read
 * them. Throws "incident_not_found", "invalid_cursor".
 */
export async function readTimeline(
  ctx: Ctx,
  input: ReadTimeline,
): Promise<{ items: FoldedItem[]; next: string | null }> {
  requirePermission(ctx.actor, "incident.read");
  const query = parseInput(ReadTimeline, input);
  const [row] = await ctx.db.select(incidentColumns).from(incidents).where(eq(incidents.id, query.incidentId));
  if (!row) throw incidentNotFound();
  const scope = await readTimelineScope(ctx, asIncident(row));
  const after = query.cursor ? decodeCursor(Place, query.cursor) : null;
  const rows = await readRows(ctx.db.$client, {
    query,
    scope,
    after,
    isInside: may(ctx.actor, "incident.read-private"),
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: foldDuplicates(page.map(asItem)),
    next: rows.length > query.limit && last ? encodeCursor([last.place, last.id]) : null,
  };
}

export type AskedRows = {
  query: Query;
  scope: TimelineScope;
  after: z.output<typeof Place> | null;
  /** Only what can have been within. */
  span?: { from: Date; to: Date };
  /** Whether private notes are read too. */
  isInside: boolean;
};

/** The rows of a page and one more. The caller has asked for the permission. */
export async function readRows(sql: Sql, asked: AskedRows): Promise<Row[]> {
  const { query, after } = asked;
  const isOldest = query.order === "oldest";
  const direction = isOldest ? sql`asc` : sql`desc`;
  const most = query.limit + 1;
  const behind = (at: string, id: string) => {
    if (!after) return sql`true`;
    const place = sql`(${sql.unsafe(at)}, ${sql.unsafe(id)})`;
    const of = sql`(${after[0]}::text::timestamptz, ${after[1]}::text)`;
    // The moment once more by itself: by it the index begins where the page does.
    const near = isOldest
      ? sql`${sql.unsafe(at)} >= ${after[0]}::text::timestamptz`
      : sql`${sql.unsafe(at)} <= ${after[0]}::text::timestamptz`;
    return isOldest ? sql`${near} and ${place} > ${of}` : sql`${near} and ${place} < ${of}`;
  };
  const entries = sql`(${entryRows(sql, asked)} and ${behind("e.earliest", `('entry:' || e.id) collate "C"`)}
    order by e.earliest ${direction}, e.id ${direction} limit ${most})`;
  const events = eventScopes(sql, asked).map(
    (
      within,
    ) => sql`(${eventRows(sql, asked)} and ${within} and ${behind("d.happened_at", `('event:' || lpad(d.id::text, 15, '0')) collate "C"`)}
      order by d.happened_at ${direction}, d.id ${direction} limit ${most})`,
  );
  return sql<Row[]>`
    select *, to_char(earliest at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
    from (${entries} union all ${events.reduce((all, each) => sql`${all} union all ${each}`)}) timeline
    order by earliest ${direction}, id collate "C" ${direction} limit ${most}`;
}

function entryRows(sql: Sql, { query, scope, span, isInside }: AskedRows) {
  const { kind, source, isPinned } = query;
  return sql`
    select 'entry:' || e.id as id, e.kind, e.body as text, e.value::text as value, e.earliest, e.latest, e.recorded_at as "recordedAt",
      e.source, e.author_name as author, e.links::text as links, e.is_pinned as "isPinned", e.is_private as "isPrivate",
      e.withdrawn_at is not null as "isWithdrawn", e.revision, null::text as "eventKind", null::text as figures
    from incident_entries e
    where e.incident_id = any(${scope.incidentIds}::uuid[])
      and ${kind?.length ? sql`e.kind = any(${kind}::text[])` : sql`true`}
      and ${source ? sql`e.source = ${source}` : sql`true`}
      and ${span ? sql`e.earliest <= ${span.to} and e.latest >= ${span.from}` : sql`true`}
      and ${isPinned ? sql`e.is_pinned` : sql`true`} and ${isInside ? sql`true` : sql`not e.is_private`}`;
}

function eventRows(sql: Sql, { query, scope, span }: AskedRows) {
  const { kind, source, isPinned } = query;
  const pinned = sql`exists (select 1 from incident_event_pins p where p.event_id = d.id and p.incident_id = any(${scope.incidentIds}::uuid[]))`;
  const ofEvent = kindCase(sql);
  return sql`
    select 'event:' || lpad(d.id::text, 15, '0') as id, ${ofEvent} as kind, d.title as text, null::text as value,
      d.happened_at as earliest, coalesce(d.happened_until, d.happened_at) as latest, d.recorded_at as "recordedAt",
      ${ownSource} as source, null::text as author, d.subjects::text as links, ${pinned} as "isPinned", false as "isPrivate",
      false as "isWithdrawn", null::int as revision, d.kind as "eventKind", d.figures::text as figures
    from domain_events d
    where ${kind?.length ? sql`${ofEvent} = any(${kind}::text[])` : sql`true`}
      and ${span ? sql`d.happened_at <= ${span.to} and coalesce(d.happened_until, d.happened_at) >= ${span.from}` : sql`true`}
      and ${!source || source === ownSource ? sql`true` : sql`false`} and ${isPinned ? pinned : sql`true`}`;
}

/** Apart, so that each is read through its own index and stops at the page's end. */
function eventScopes(sql: Sql, { scope }: AskedRows) {
  const { incidentIds, findingIds, from, to } = scope;
  const ofIncident = sql`(d.subjects ? 'incident' and d.subjects->>'incident' = any(${incidentIds}::text[]))`;
  const ofFinding = sql`(d.subjects ? 'finding' and d.subjects->>'finding' = any(${findingIds}::text[]))`;
  return [
    ofIncident,
    sql`${ofFinding} and not ${ofIncident}`,
    sql`d.happened_at between ${from} and ${to} and not (d.subjects ? 'incident') and not (d.subjects ? 'finding')`,
  ];
}

function kindCase(sql: Sql) {
  const cases = kindsOfEvents.map(([start, kind]) => sql`when starts_with(d.kind, ${start}) then ${kind}::text`);
  return sql`(case ${cases.reduce((all, each) => sql`${all} ${each}`)} else 'note' end)`;
}

function asItem(row: Row): TimelineItem {
  const { eventKind, figures, value, links, place: _place, ...rest } = row;
  const isPerson = eventKind === null;
  const until = row.latest.getTime() > row.earliest.getTime() ? row.latest : null;
  return {
    ...rest,
    id: isPerson ? row.id : `event:${Number(row.id.slice(6))}`,
    // The columns hold what readWhen and TimelineLink let in.
    when: value === null ? whenAt(row.earliest, until) : (JSON.parse(value) as When),
    links: isPerson ? (JSON.parse(links) as TimelineLink[]) : linksOfSubjects(JSON.parse(links)),
    event: isPerson ? null : { kind: eventKind, figures: JSON.parse(figures ?? "{}") },
  };
}

/** The sources that a timeline's people named, by name; the first 50. */
export async function listTimelineSources(ctx: Ctx, incidentId: string): Promise<string[]> {
  requirePermission(ctx.actor, "incident.read");
  const isInside = may(ctx.actor, "incident.read-private");
  const rows = await ctx.db.$client<{ source: string }[]>`
    select distinct source from incident_entries e join incidents i on i.id = e.incident_id
    where (i.id = ${incidentId} or i.root_id = ${incidentId}) and (${isInside} or not e.is_private)
    order by source limit 50`;
  return [ownSource, ...rows.map(({ source }) => source)];
}
