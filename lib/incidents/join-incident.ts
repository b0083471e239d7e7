import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { linkFindings, lockFindings, mostFindings } from "./link-findings";
import { lockIncidents, requireOpen } from "./require-incident";
import { tellIncident } from "./tell-incident";

export const JoinIncident = z.object({
  id: z.uuid(),
  findingIds: z.array(z.uuid()).min(1, "choose at least one finding").max(mostFindings, "at most 500 findings at once"),
});
export type JoinIncident = z.input<typeof JoinIncident>;

/**
 * Gathers findings into an open incident; saying it again changes nothing. Returns how many joined. Conflicts: "incident_ended",
 * "incident_merged", "finding_in_incident" with the other's reference.
 */
export async function joinIncident(ctx: Ctx, input: JoinIncident): Promise<{ joined: number; reference: string }> {
  requirePermission(ctx.actor, "incident.write");
  const { id, findingIds } = parseInput(JoinIncident, input);
  return ctx.db.transaction((db) => joinInTransaction({ ...ctx, db }, id, findingIds));
}

export async function joinInTransaction(
  ctx: TransactionCtx,
  id: string,
  findingIds: readonly string[],
): Promise<{ joined: number; reference: string }> {
  const gathered = await lockFindings(ctx, findingIds, id);
  const [incident] = await lockIncidents(ctx.db, [id]);
  if (!incident) throw new Error("a locked incident is missing");
  requireOpen(incident);
  const joined = await linkFindings(ctx, id, [...new Set(findingIds)]);
  const { reference } = incident;
  if (joined.length > 0) {
    const titles = gathered.filter((finding) => joined.includes(finding.id)).map(({ title }) => title);
    const what = titles.length === 1 ? titles[0] : `${titles.length} findings`;
    await tellIncident(ctx, id, {
      action: "incident.join",
      after: { findingIds: joined },
      event: { kind: "incident.joined", title: `Joined ${reference}: ${what}`, figures: { findings: joined.length } },
    });
  }
  return { joined: joined.length, reference };
}
