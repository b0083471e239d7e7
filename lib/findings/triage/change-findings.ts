import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudits } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvents } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { afterAct, type TriageAct, type TriageState, type TriageVerb } from "./after-act";
import { type LockedFinding, lockFindings } from "./lock-findings";

export const mostAtOnce = 200;

/** Findings as the caller saw them. */
export const SeenFindings = z
  .array(z.object({ id: z.uuid(), version: z.int().min(1) }))
  .min(1)
  .max(mostAtOnce, `at most ${mostAtOnce} at once`);
export type SeenFindings = z.input<typeof SeenFindings>;

/** How a finding stands, for whoever acted or was too late. */
export type Standing = Pick<TriageState, "status" | "assigneeId"> & { version: number; assignee: string | null };
export type ItemResult =
  | ({ id: string; ok: true } & Standing)
  | { id: string; ok: false; code: "finding_not_found"; message: string }
  | { id: string; ok: false; code: "finding_changed" | "not_in_this_status"; message: string; standing: Standing };

type Plan = {
  seen: SeenFindings;
  verb: TriageVerb;
  /** The act for one of them. */
  actOf: (finding: LockedFinding) => TriageAct;
  /** Kept with the event and the audit row. */
  figures?: Record<string, unknown>;
};

const pastTense: Record<TriageVerb, { kind: string; word: string }> = {
  acknowledge: { kind: "finding.acknowledged", word: "Acknowledged" },
  release: { kind: "finding.released", word: "Acknowledgement taken back" },
  assign: { kind: "finding.assigned", word: "Assigned" },
  suppress: { kind: "finding.suppressed", word: "Suppressed" },
  resolve: { kind: "finding.resolved", word: "Resolved" },
  reopen: { kind: "finding.reopened", word: "Opened again" },
};

/**
 * One act on findings as they were seen, each by itself: those that somebody changed meanwhile, that are not there or whose
 * status does not allow it stay as they are and say so; the others change together, with an audit row and an event each.
 * Results are in the order of `seen`.
 */
export async function changeFindings(ctx: Ctx, db: Transaction, plan: Plan): Promise<ItemResult[]> {
  requirePermission(ctx.actor, "finding.write");
  const seen = [...new Map(plan.seen.map((each) => [each.id, each])).values()];
  const locked = await lockFindings(
    db,
    seen.map(({ id }) => id),
  );
  const changed: { before: LockedFinding; after: TriageState }[] = [];
  const refused = new Map<string, ItemResult>();
  for (const { id, version } of seen) {
    const before = locked.get(id);
    if (!before) {
      refused.set(id, { id, ok: false, code: "finding_not_found", message: "There is no such finding any more." });
      continue;
    }
    const after = before.version === version ? afterAct(before.state, plan.actOf(before), ctx.now) : null;
    if (after) changed.push({ before, after });
    else refused.set(id, refusal(before, before.version === version ? "not_in_this_status" : "finding_changed"));
  }
  const standings = await store(ctx, db, plan, changed);
  return seen.flatMap(({ id }) => refused.get(id) ?? standings.get(id) ?? []);
}

function refusal(finding: LockedFinding, code: "finding_changed" | "not_in_this_status"): ItemResult {
  const { id, version, assignee, state } = finding;
  const now = `It is ${state.status.replace("_", " ")}${assignee ? ` and ${assignee}’s` : ""} now.`;
  const message = code === "finding_changed" ? `Somebody changed it meanwhile. ${now}` : `That cannot be done. ${now}`;
  return { id, ok: false, code, message, standing: { ...pick(state), version, assignee } };
}

const pick = ({ status, assigneeId }: TriageState) => ({ status, assigneeId });

async function store(
  ctx: Ctx,
  db: Transaction,
  { verb, figures }: Plan,
  changed: readonly { before: LockedFinding; after: TriageState }[],
): Promise<Map<string, ItemResult>> {
  const standings = new Map<string, ItemResult>();
  const [first] = changed;
  if (!first) return standings;
  const rows = changed.map(({ before, after }) => ({ id: before.id, version: before.version, ...after }));
  const updated = await db
    .execute<{ id: string; version: number; assignee: string | null }>(sql`
      with changed as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(
        id uuid, version integer, status text, "assigneeId" uuid, "acknowledgedAt" timestamptz, "acknowledgedBy" uuid,
        "suppressionId" uuid, "resolvedAt" timestamptz, "endedAt" timestamptz))
      update findings f set version = f.version + 1, status = x.status, assignee_id = x."assigneeId",
        acknowledged_at = x."acknowledgedAt", acknowledged_by = x."acknowledgedBy", suppression_id = x."suppressionId",
        resolved_at = x."resolvedAt", ended_at = x."endedAt", updated_at = ${ctx.now.toISOString()}::timestamptz
      from changed x left join users u on u.id = x."assigneeId"
      where f.id = x.id and f.version = x.version
      returning f.id, f.version, u.name as assignee`)
    .catch(rethrowDuplicate);
  const versions = new Map(updated.map((row) => [row.id, row]));
  for (const { before, after } of changed) {
    const row = versions.get(before.id);
    if (!row) throw new Error("a locked finding was not updated");
    const { version, assignee } = row;
    standings.set(before.id, { id: before.id, ok: true, ...pick(after), version, assignee });
  }
  const { kind, word } = pastTense[verb];
  await recordAudits(
    { ...ctx, db },
    changed.map(({ before, after }) => ({
      action: `finding.${verb}`,
      target: { kind: "finding", id: before.id },
      before: before.state,
      after: { ...after, ...figures },
    })),
  );
  await recordDomainEvents(
    { db, now: ctx.now },
    changed.map(({ before, after }) => {
      const to = verb === "assign" ? ` to ${versions.get(before.id)?.assignee ?? "nobody"}` : "";
      return {
        kind,
        title: `${word}${to} by ${ctx.actor.name}: ${before.title}`,
        happenedAt: ctx.now,
        subjects: { ...before.subjects, finding: before.id },
        figures: { by: ctx.actor.name, status: after.status, ...figures },
      };
    }),
  );
  // Pages draw anew what they show, whichever finding is named.
  await notifyInTransaction(db, { kind: "finding", id: first.before.id });
  return standings;
}

/** Only one finding of a fingerprint is open at a time. */
function rethrowDuplicate(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const each of [error, cause]) {
    if (each instanceof Error && "constraint_name" in each && each.constraint_name === "findings_open_fingerprint") {
      const message = "The same was found again since, and stands in a finding of its own: act on that one.";
      throw new AppError("conflict", "open_elsewhere", message);
    }
  }
  throw error;
}
