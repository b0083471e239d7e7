import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { findingSuppressions } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { changeFindings, type ItemResult, SeenFindings } from "../triage/change-findings";
import { requireUntil, SuppressionTerms } from "./suppression-terms";

export const SuppressFindings = SuppressionTerms.extend({ seen: SeenFindings });
export type SuppressFindings = z.input<typeof SuppressFindings>;

/**
 * Suppresses these findings until a time: a suppression of its own for each fingerprint, under which repetitions go on
 * counting up. One result for each, and the suppressions that were made, by which it can be undone.
 */
export async function suppressFindings(
  ctx: Ctx,
  input: SuppressFindings,
): Promise<{ results: ItemResult[]; suppressionIds: string[] }> {
  requirePermission(ctx.actor, "finding.write");
  const { seen, reason, until } = parseInput(SuppressFindings, input);
  requireUntil(until, ctx.now);
  return ctx.db.transaction(async (db) => {
    const planned = new Map<string, { id: string; fingerprint: string }>();
    const results = await changeFindings(ctx, db, {
      ...{ seen, verb: "suppress", figures: { reason, until: until.toISOString() } },
      actOf: ({ id, fingerprint }) => {
        const suppression = { id: randomUUID(), fingerprint };
        planned.set(id, suppression);
        return { kind: "suppress", suppressionId: suppression.id };
      },
    });
    const made = results.flatMap(({ id, ok }) => (ok ? (planned.get(id) ?? []) : []));
    if (made.length > 0) {
      await db.insert(findingSuppressions).values(
        made.map(({ id, fingerprint }) => ({
          ...{ id, fingerprint, reason, until, heldAtFirst: 1 },
          ...{ createdAt: ctx.now, createdBy: ctx.actor.name },
        })),
      );
    }
    return { results, suppressionIds: made.map(({ id }) => id) };
  });
}
