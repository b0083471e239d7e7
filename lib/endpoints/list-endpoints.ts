import { and, asc, eq, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { publicEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import { asEndpoint, type Endpoint, endpointColumns } from "./endpoint";
import { risks } from "./endpoint-choices";
import {
  hasReviewStatus,
  needsNoReview,
  neverReviewed,
  type ReviewStatus,
  reviewDueMs,
  reviewStatuses,
  reviewStatusOf,
} from "./review-due";
import { readReviewPeriods } from "./review-periods";

export const endpointStatuses = [...reviewStatuses, "removed"] as const;
export const endpointSorts = ["due", "address"] as const;

export const ListEndpoints = z.object({
  /** In the host, the path, the owner or the summary. */
  text: z.string().trim().max(200).optional(),
  status: z.enum(endpointStatuses).optional(),
  risk: z.enum(risks).optional(),
  sort: z.enum(endpointSorts).default("due"),
  cursor: z.string().max(2_000).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListEndpoints = z.input<typeof ListEndpoints>;

export type ListedEndpoint = Endpoint & {
  status: ReviewStatus;
  /** null: never reviewed, or not exposed. */
  dueAt: Date | null;
};

const Place = z.tuple([z.number(), z.string().max(300), z.string().max(600), z.string().max(10)]);

/** The register, what lacks a review first (or by address), paged. Those taken out only when asked for. */
export async function listEndpoints(
  ctx: Ctx,
  input: ListEndpoints = {},
): Promise<{ items: ListedEndpoint[]; next: string | null }> {
  requirePermission(ctx.actor, "endpoint.read");
  const { text, status, risk, sort, cursor, limit } = parseInput(ListEndpoints, input);
  const { days } = await readReviewPeriods(ctx.db);
  const { host, path, method, removedAt } = publicEndpoints;
  const due = reviewDueMs(days);
  const first = sort === "due" ? due : sql<number>`0::bigint`;
  const rows = await ctx.db
    .select({ ...endpointColumns, dueMs: due })
    .from(publicEndpoints)
    .where(
      and(
        status === "removed" ? isNotNull(removedAt) : isNull(removedAt),
        status && status !== "removed" ? hasReviewStatus(due, status, ctx.now) : undefined,
        risk ? eq(publicEndpoints.risk, risk) : undefined,
        text ? holds(text) : undefined,
        cursor ? after(first, decodeCursor(Place, cursor)) : undefined,
      ),
    )
    .orderBy(asc(first), asc(host), asc(path), asc(method))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ dueMs, ...row }) => listed(asEndpoint(row), dueMs, ctx.now)),
    next:
      rows.length > limit && last
        ? encodeCursor([sort === "due" ? last.dueMs : 0, last.host, last.path, last.method])
        : null,
  };
}

export function listed(endpoint: Endpoint, dueMs: number, now: Date): ListedEndpoint {
  const isDate = dueMs !== neverReviewed && dueMs !== needsNoReview;
  return { ...endpoint, status: reviewStatusOf(dueMs, now), dueAt: isDate ? new Date(dueMs) : null };
}

function holds(text: string): SQL | undefined {
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const { host, path, owner, summary } = publicEndpoints;
  return or(ilike(sql`${host} || ${path}`, pattern), ilike(owner, pattern), ilike(summary, pattern));
}

function after(first: SQL<number>, [due, lastHost, lastPath, lastMethod]: z.output<typeof Place>): SQL {
  const { host, path, method } = publicEndpoints;
  return sql`(${first}, ${host}, ${path}, ${method}) > (${due}::bigint, ${lastHost}::text, ${lastPath}::text, ${lastMethod}::text)`;
}
