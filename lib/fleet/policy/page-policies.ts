import { and, desc, isNull, lte, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { admissionPolicies } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import type { PolicyPhase } from "./list-policies";
import type { Policy } from "./policy";

const Place = z.tuple([z.iso.datetime(), z.int().nonnegative()]);
const byTime = sql`date_trunc('milliseconds', ${admissionPolicies.effectiveAt})`;

export type PagedPolicy = Omit<Policy, "estimate"> & { phase: PolicyPhase };

/** All policies, the one that takes effect last first, paged by (time, id), without their estimates. Throws AppError invalid_cursor. */
export async function pagePolicies(
  ctx: Ctx,
  { cursor, limit = 50 }: { cursor?: string; limit?: number },
): Promise<{ items: PagedPolicy[]; next: string | null }> {
  requirePermission(ctx.actor, "policy.read");
  const after = cursor ? decodeCursor(Place, cursor) : null;
  const [rows, [inForce]] = await Promise.all([
    ctx.db
      .select({
        id: admissionPolicies.id,
        minimumAgent: admissionPolicies.minimumAgent,
        agentMode: admissionPolicies.agentMode,
        legacyTokenMode: admissionPolicies.legacyTokenMode,
        verificationMode: admissionPolicies.verificationMode,
        effectiveAt: admissionPolicies.effectiveAt,
        note: admissionPolicies.note,
        createdBy: admissionPolicies.createdBy,
        createdAt: admissionPolicies.createdAt,
        withdrawnAt: admissionPolicies.withdrawnAt,
      })
      .from(admissionPolicies)
      .where(after ? behind(after) : undefined)
      .orderBy(desc(byTime), desc(admissionPolicies.id))
      .limit(limit + 1),
    ctx.db
      .select({ id: admissionPolicies.id })
      .from(admissionPolicies)
      .where(and(isNull(admissionPolicies.withdrawnAt), lte(admissionPolicies.effectiveAt, ctx.now)))
      .orderBy(desc(admissionPolicies.effectiveAt), desc(admissionPolicies.id))
      .limit(1),
  ]);
  // Only savePolicy writes modes.
  const items = rows.slice(0, limit).map((row) => ({ ...(row as Omit<Policy, "estimate">), phase: phaseOf(row) }));
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.effectiveAt.toISOString(), last.id]) : null;
  return { items, next };

  function phaseOf({ id, withdrawnAt, effectiveAt }: Pick<Policy, "id" | "withdrawnAt" | "effectiveAt">): PolicyPhase {
    if (withdrawnAt) return "withdrawn";
    if (effectiveAt > ctx.now) return "upcoming";
    return id === inForce?.id ? "in_force" : "past";
  }
}

const behind = ([at, id]: z.output<typeof Place>): SQL =>
  sql`(${byTime}, ${admissionPolicies.id}) < (${at}::text::timestamptz, ${id}::int)`;
