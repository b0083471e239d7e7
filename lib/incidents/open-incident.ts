import { randomUUID } from "node:crypto";
import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { allocateReference } from "./allocate-reference";
import { asIncident, type Incident, IncidentFields, incidentColumns } from "./incident";
import type { IncidentKind, IncidentSeverity } from "./incident-choices";
import { type LinkedFinding, linkFindings, lockFindings, mostFindings } from "./link-findings";
import { tellIncident } from "./tell-incident";
import { whenAt } from "./when/when";
import { writeMoment } from "./write-moments";

export const OpenIncident = IncidentFields.partial()
  .extend({ findingIds: z.array(z.uuid()).max(mostFindings, "at most 500 findings at once").default([]) })
  .refine(({ title, findingIds }) => title !== undefined || findingIds.length > 0, {
    path: ["title"],
    message: "give it a title",
  });
export type OpenIncident = z.input<typeof OpenIncident>;

/**
 * Opens an incident by hand, or from findings: what is not said is taken from them (title and severity of the gravest, when the
 * first was detected). It begins in triage. Throws conflict "finding_in_incident" when another open one holds one of them.
 */
export async function openIncident(ctx: Ctx, input: OpenIncident): Promise<Incident> {
  requirePermission(ctx.actor, "incident.write");
  const entered = parseInput(OpenIncident, input);
  return ctx.db.transaction(async (db) => openInTransaction({ ...ctx, db }, entered));
}

type Entered = z.output<typeof OpenIncident> & { openedByRule?: string };

/** The same within a transaction of somebody who asked for the permission. */
export async function openInTransaction(ctx: TransactionCtx, entered: Entered): Promise<Incident> {
  const { db, actor, now } = ctx;
  const findingIds = [...new Set(entered.findingIds)];
  const gathered = await lockFindings(ctx, findingIds);
  const gravest = gathered.toSorted((a, b) => severityOf(a) - severityOf(b))[0];
  const id = randomUUID();
  const [row] = await db
    .insert(incidents)
    .values({
      id,
      rootId: id,
      reference: await allocateReference(db, now),
      title: entered.title ?? gravest?.title.slice(0, 200) ?? "",
      summary: entered.summary ?? "",
      state: "triage",
      severity: entered.severity ?? (gravest ? severityOf(gravest) : 3),
      tlp: entered.tlp ?? "amber",
      kind: entered.kind ?? kindOf(gravest),
      openedByRule: entered.openedByRule ?? null,
      ...{ openedBy: actor.name, createdAt: now, updatedAt: now },
    })
    .returning(incidentColumns);
  if (!row) throw new Error("an insert returned no row");
  await linkFindings(ctx, id, findingIds);
  const detected = Math.min(...gathered.map(({ detectedAt }) => detectedAt.getTime()));
  if (Number.isFinite(detected)) {
    const source = gathered.length === 1 ? "its finding" : "the first of its findings";
    await writeMoment(ctx, id, { moment: "detected", value: whenAt(new Date(detected)), source, reason: "opened" });
  }
  const incident = asIncident(row);
  await tellIncident(ctx, id, {
    action: "incident.open",
    after: { ...incident, findingIds },
    event: {
      kind: "incident.opened",
      title: `${incident.reference} opened: ${incident.title}`,
      figures: { severity: incident.severity, findings: findingIds.length },
    },
  });
  return incident;
}

const severities: Record<string, IncidentSeverity> = { critical: 1, high: 2, medium: 3 };
const severityOf = ({ severity }: LinkedFinding): IncidentSeverity => severities[severity] ?? 4;

const kinds: readonly (readonly [prefix: string, kind: IncidentKind])[] = [
  ["fleet.", "connection_loss"],
  ["api.", "fleet_tampering"],
  ["attack.", "cluster_compromise"],
  ["exposure.", "cluster_compromise"],
  ["token.", "credential_abuse"],
];
const kindOf = (finding: LinkedFinding | undefined): IncidentKind =>
  kinds.find(([prefix]) => finding?.rule.startsWith(prefix))?.[1] ?? "other";
