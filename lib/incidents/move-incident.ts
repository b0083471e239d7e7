import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { incidentFindings, incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { asIncident, type Incident, incidentColumns } from "./incident";
import { type IncidentState, incidentStates, isOpenState, stateLabels } from "./incident-choices";
import { needsReason, requireMove } from "./incident-moves";
import { lockFindings } from "./link-findings";
import { type IncidentMomentName, requireOrder } from "./moments";
import { requireIncident } from "./require-incident";
import { tellIncident } from "./tell-incident";
import { whenAt } from "./when/when";
import { type MomentRow, readMoments, removeMoments, writeMoment } from "./write-moments";

export const MoveIncident = z.object({
  id: z.uuid(),
  version: z.int(),
  to: z.enum(incidentStates),
  reason: z.string().trim().max(1_000, "at most 1,000 characters").default(""),
});
export type MoveIncident = z.input<typeof MoveIncident>;

/**
 * Moves an incident along incidentMoves. What the state says (contained, resolved, closed, taken up) becomes a moment where none is
 * known yet; going back takes away the moments that no longer hold, which stay readable in the event. Conflicts:
 * "move_not_allowed", "stale_version", "incident_merged", "finding_in_incident" at reopening; unprocessable "invalid_input" without
 * a reason where one is needed.
 */
export async function moveIncident(ctx: Ctx, input: MoveIncident): Promise<Incident> {
  requirePermission(ctx.actor, "incident.write");
  const { id, version, to, reason } = parseInput(MoveIncident, input);
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db };
    const ids = await linkedIds(db, id);
    // In the order of all acts: findings, then incidents.
    const mayReopen = !(await isOpen(db, id)) && isOpenState(to);
    if (mayReopen) await lockFindings(tx, ids, id);
    const before = await requireIncident(db, id, version);
    requireMove(before.state, to);
    if (needsReason(before.state, to) && reason === "") {
      throw new AppError("unprocessable", "invalid_input", "reason: say why", { field: "reason" });
    }
    const [row] = await db
      .update(incidents)
      .set({ state: to, version: version + 1, updatedAt: ctx.now })
      .where(eq(incidents.id, id))
      .returning(incidentColumns);
    if (!row) throw new Error("a locked incident was not updated");
    const removed = await settleMoments(tx, id, before.state, to);
    await tellIncident(tx, id, {
      action: "incident.move",
      before: { state: before.state, ...(removed.length > 0 ? { moments: removed } : {}) },
      after: { state: to, reason },
      event: {
        kind: "incident.moved",
        title: `${before.reference}: ${stateLabels[before.state]} became ${stateLabels[to]}`,
        figures: { from: before.state, to, ...(reason ? { reason } : {}), momentsTakenBack: removed },
      },
    });
    return asIncident(row);
  });
}

/** Which moment a state sets, and which one going back to it takes away. */
const momentOfState: Partial<Record<IncidentState, IncidentMomentName>> = {
  active: "acknowledged",
  contained: "contained",
  resolved: "resolved",
  closed: "closed",
};
const untrueIn: Partial<Record<IncidentState, readonly IncidentMomentName[]>> = {
  triage: ["contained", "stable", "resolved", "closed"],
  active: ["contained", "stable", "resolved", "closed"],
  contained: ["stable", "resolved", "closed"],
  recovering: ["resolved", "closed"],
  resolved: ["closed"],
};

async function settleMoments(
  ctx: TransactionCtx,
  id: string,
  from: IncidentState,
  to: IncidentState,
): Promise<MomentRow[]> {
  const known = await readMoments(ctx.db, id);
  // Whoever enters an old incident knows its later moments before it moves forward.
  const untrue = needsReason(from, to) ? (untrueIn[to] ?? []) : [];
  const removed = known.filter(({ moment }) => untrue.includes(moment));
  if (removed.length > 0) await removeMoments(ctx.db, id, untrue);
  const moment = momentOfState[to];
  if (!moment || known.some((row) => row.moment === moment && !untrue.includes(moment))) return removed;
  const value = whenAt(ctx.now);
  const kept = known.filter((row) => !untrue.includes(row.moment));
  requireOrder({
    ...Object.fromEntries(kept.map((row) => [row.moment, row])),
    [moment]: { earliest: ctx.now, latest: ctx.now },
  });
  await writeMoment(ctx, id, { moment, value, source: "the state that it was given", reason: stateLabels[to] });
  return removed;
}

async function linkedIds(db: Transaction, id: string): Promise<string[]> {
  const rows = await db
    .select({ id: incidentFindings.findingId })
    .from(incidentFindings)
    .where(eq(incidentFindings.incidentId, id));
  return rows.map((row) => row.id);
}

async function isOpen(db: Transaction, id: string): Promise<boolean> {
  const [row] = await db.select({ state: incidents.state }).from(incidents).where(eq(incidents.id, id));
  return row !== undefined && isOpenState(row.state as IncidentState);
}
