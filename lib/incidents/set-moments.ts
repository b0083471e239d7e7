import { eq } from "drizzle-orm";
import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type IncidentMomentName, incidentMomentNames, momentLabels, requireOrder } from "./moments";
import { requireIncident } from "./require-incident";
import { tellIncident } from "./tell-incident";
import { rangeOf, readWhen, type When, WhenInput } from "./when/when";
import { type MomentRow, readMoments, removeMoments, writeMoment } from "./write-moments";

export const SetMoments = z.object({
  id: z.uuid(),
  version: z.int(),
  /** Those that change; null: nobody knows it any more. */
  moments: z
    .partialRecord(
      z.enum(incidentMomentNames),
      z.object({ when: WhenInput, source: z.string().trim().min(1, "say where it comes from").max(300) }).nullable(),
    )
    .refine((moments) => Object.keys(moments).length > 0, "change at least one moment"),
  reason: z.string().trim().min(1, "say why").max(1_000, "at most 1,000 characters"),
});
export type SetMoments = z.input<typeof SetMoments>;

/**
 * Sets or takes away moments, all or none, with the reason; returns the incident's new version. Throws unprocessable
 * "moments_out_of_order" that names both moments, "invalid_when", conflict "stale_version", "incident_merged".
 */
export async function setMoments(ctx: Ctx, input: SetMoments): Promise<number> {
  requirePermission(ctx.actor, "incident.write");
  const { id, version, moments, reason } = parseInput(SetMoments, input);
  const changes = incidentMomentNames.flatMap((moment) => {
    const given = moments[moment];
    if (given === undefined) return [];
    return [{ moment, given: given && { value: readWhen(given.when, ctx.now), source: given.source } }];
  });
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db };
    const incident = await requireIncident(db, id, version);
    const before = await readMoments(db, id);
    const after = new Map<IncidentMomentName, { earliest: Date; latest: Date }>(before.map((row) => [row.moment, row]));
    for (const { moment, given } of changes) {
      if (given) after.set(moment, rangeOf(given.value));
      else after.delete(moment);
    }
    requireOrder(Object.fromEntries(after));
    const gone = changes.filter(({ given }) => !given).map(({ moment }) => moment);
    if (gone.length > 0) await removeMoments(db, id, gone);
    for (const { moment, given } of changes) if (given) await writeMoment(tx, id, { moment, ...given, reason });
    await db
      .update(incidents)
      .set({ version: version + 1, updatedAt: ctx.now })
      .where(eq(incidents.id, id));
    for (const { moment, given } of changes) {
      const former = before.find((row) => row.moment === moment);
      const told = { moment, reason, before: former ? sayRow(former) : null, after: given && say(given) };
      await tellIncident(tx, id, {
        action: "incident.set-moment",
        before: told.before && { [moment]: told.before },
        after: { [moment]: told.after, reason },
        event: {
          kind: "incident.moment-set",
          title: `${incident.reference}: "${momentLabels[moment]}" ${given ? "set" : "is unknown again"}`,
          figures: told,
        },
      });
    }
    return version + 1;
  });
}

type Said = { value: When; source: string };
const say = ({ value, source }: Said) => ({ value, source });
const sayRow = ({ value, source, setBy, setAt }: MomentRow) => ({ value, source, setBy, setAt });
