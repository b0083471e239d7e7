import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { openPolicy } from "../admission";
import { listChanges } from "../changes/list-changes";
import { readUncovered } from "../devices/read-state-runs";
import { minuteOf, minutesADay } from "../minute";
import { readRollProgress } from "../roll-call/roll-progress";
import { earliestEffect } from "./earliest-effect";
import { getCurrentPolicy } from "./get-current-policy";
import { PolicyDraft } from "./policy";
import type { PolicyEstimate } from "./policy-estimate";
import { readSeenBits } from "./read-seen-bits";
import { readSeenGroups } from "./read-seen-groups";
import { sumEstimate } from "./sum-estimate";

const dayMs = minutesADay * 60_000;

/**
 * Whom a policy would turn away, from the records: of the devices that call now, and of the distinct devices of the last 24
 * hours, in devices and GPUs, by provider, model and region; whom it lets in or turns away other than the policy that will be in force
 * when it takes effect; and what stands in the calendar of its first 24 hours.
 */
export async function estimatePolicy(ctx: Ctx, input: unknown): Promise<PolicyEstimate> {
  requirePermission(ctx.actor, "policy.read");
  const draft = parseInput(PolicyDraft, input);
  const effectiveAt = draft.effectiveAt ?? earliestEffect(ctx.now);
  const sql = ctx.db.$client;
  const toMinute = minuteOf(ctx.now);
  const fromMinute = toMinute - minutesADay + 1;
  const [groups, uncovered, changes, followed, counted] = await Promise.all([
    readSeenBits(sql, fromMinute, toMinute).then((seen) => readSeenGroups(sql, seen, effectiveAt)),
    readUncovered(sql, { from: fromMinute, to: toMinute }),
    listChanges(ctx, { from: effectiveAt, to: new Date(effectiveAt.getTime() + dayMs) }),
    getCurrentPolicy({ ...ctx, now: effectiveAt }),
    readRollProgress(sql),
  ]);
  const { against, ...sums } = sumEstimate(draft, groups, followed ?? openPolicy);
  return {
    at: ctx.now.toISOString(),
    countedMinute: counted.last,
    ...sums,
    against: { policyId: followed?.id ?? null, ...against },
    unlistenedMinutes: uncovered.reduce((sum, span) => sum + span.to - span.from, 0),
    changes: changes.map(({ id, kind, title, startsAt, endsAt }) => ({
      id,
      kind,
      title,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt?.toISOString() ?? null,
    })),
  };
}
