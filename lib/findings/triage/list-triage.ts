import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import type { FindingSource, FindingStatus, Severity } from "../finding-choices";
import { joinProvider, type ShownStatus, TriageFilter, whereOf } from "./triage-filter";

export const triageSorts = ["severity", "newest"] as const;
export type TriageSort = (typeof triageSorts)[number];

export const ListTriage = z.object({
  filter: TriageFilter.prefault({}),
  sort: z.enum(triageSorts).default("severity"),
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** A finding without its evidence. Times in milliseconds since the epoch, as the browser takes them. */
export type TriageRow = {
  id: string;
  version: number;
  rule: string;
  fingerprint: string;
  title: string;
  summary: string;
  severity: Severity;
  /** 0 to 1 */
  confidence: number;
  status: FindingStatus;
  source: FindingSource;
  attack: string[];
  provider: { key: string; name: string | null; slug: string | null } | null;
  cluster: string | null;
  assigneeId: string | null;
  assignee: string | null;
  startedAt: number;
  endedAt: number | null;
  detectedAt: number;
  lastSeenAt: number;
  occurrences: number;
  suppression: { id: string; until: number; reason: string } | null;
};

export type TriagePage = { items: TriageRow[]; next: string | null };

/** Severity has an index among the open ones alone; what is over is read by time. */
const isBySeverity = (shown: ShownStatus, sort: TriageSort): boolean =>
  sort === "severity" && (shown === "open" || shown === "new" || shown === "in_progress");

// The time as text, to the microsecond, so that the next page begins behind exactly this row.
const Place = z.tuple([z.int().min(0).max(5), z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{15}Z$/), z.uuid()]);

type Read = Omit<TriageRow, "provider" | "suppression"> & {
  rank: number;
  place: string;
  provider: string | null;
  providerName: string | null;
  providerSlug: string | null;
  suppressionId: string | null;
  until: number | null;
  reason: string | null;
};

/** A page of findings, the gravest first among the open and then the latest start, or the latest start first. AppError "invalid_cursor". */
export async function listTriage(ctx: Ctx, input: z.input<typeof ListTriage> = {}): Promise<TriagePage> {
  requirePermission(ctx.actor, "finding.read");
  const { filter, sort, limit, cursor } = parseInput(ListTriage, input);
  const bySeverity = isBySeverity(filter.shown, sort);
  const where = await whereOf(ctx.db, filter);
  const after = cursor ? sql` and ${behind(decodeCursor(Place, cursor), bySeverity)}` : sql``;
  const order = bySeverity
    ? sql`f.severity_rank desc, f.started_at desc, f.id desc`
    : sql`f.started_at desc, f.id desc`;
  // The page first, then what belongs to its rows: what is joined is not read for the rows behind it.
  const rows = await ctx.db.execute<Read>(sql`
    with f as (select * from findings f where ${where}${after} order by ${order} limit ${limit + 1})
    select ${columns} from f ${joined} order by ${order}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.rank, last.place, last.id]) : null;
  return { items: page.map(rowOf), next };
}

/** One of them. AppError not_found "finding_not_found". */
export async function getTriageRow(ctx: Ctx, id: string): Promise<TriageRow> {
  requirePermission(ctx.actor, "finding.read");
  const [row] = z.uuid().safeParse(id).success
    ? await ctx.db.execute<Read>(sql`select ${columns} from findings f ${joined} where f.id = ${id}::uuid`)
    : [];
  if (row) return rowOf(row);
  const message = "There is no such finding. It may have been named wrongly in the link.";
  throw new AppError("not_found", "finding_not_found", message);
}

// As text: a parameter of type timestamptz goes through a Date, which has no microseconds.
function behind([rank, startedAt, id]: z.output<typeof Place>, bySeverity: boolean): SQL {
  return bySeverity
    ? sql`(f.severity_rank, f.started_at, f.id) < (${rank}::smallint, ${startedAt}::text::timestamptz, ${id}::uuid)`
    : sql`(f.started_at, f.id) < (${startedAt}::text::timestamptz, ${id}::uuid)`;
}

const ms = (column: SQL): SQL => sql`(extract(epoch from ${column}) * 1000)::float8`;

const joined = sql`${joinProvider} left join users u on u.id = f.assignee_id
  left join finding_suppressions s on s.id = f.suppression_id`;

const columns = sql`f.id, f.version, f.rule, f.fingerprint, f.title, f.summary, f.severity, f.confidence, f.status,
  f.source, f.attack, f.cluster, f.occurrences, f.assignee_id as "assigneeId", u.name as assignee, f.severity_rank as rank,
  to_char(f.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place, f.provider,
  p.name as "providerName", p.slug as "providerSlug", ${ms(sql`f.started_at`)} as "startedAt",
  ${ms(sql`f.ended_at`)} as "endedAt", ${ms(sql`f.detected_at`)} as "detectedAt", ${ms(sql`f.last_seen_at`)} as "lastSeenAt",
  s.id as "suppressionId", ${ms(sql`s.until`)} as until, s.reason`;

function rowOf(read: Read): TriageRow {
  const { rank: _, place: __, provider, providerName, providerSlug, suppressionId, until, reason, ...row } = read;
  return {
    ...row,
    provider: provider === null ? null : { key: provider, name: providerName, slug: providerSlug },
    suppression: suppressionId && until && reason ? { id: suppressionId, until, reason } : null,
  };
}
