import { sql } from "drizzle-orm";
import { z } from "zod";
import { incidentLooks } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockIncidents } from "../require-incident";

export const LookAtIncident = z.object({
  incidentId: z.uuid(),
  /** What the page that was looked at could see, as readChanges gave it. */
  seen: z
    .string()
    .regex(/^\d{1,20}:\d{1,20}:[\d,]*$/, "not a place of the record")
    .max(10_000),
});
export type LookAtIncident = z.input<typeof LookAtIncident>;

/**
 * Keeps that the caller has seen all that a page showed: what was recorded after it, or was not committed then, is new to them the next
 * time. Throws "incident_not_found", forbidden "not_a_person" for a program.
 */
export async function lookAtIncident(ctx: Ctx, input: LookAtIncident): Promise<void> {
  requirePermission(ctx.actor, "incident.read");
  const { incidentId, seen } = parseInput(LookAtIncident, input);
  const userId = requirePerson(ctx);
  await ctx.db.transaction(async (db) => {
    await lockIncidents(db, [incidentId]);
    const set = { lookedAt: ctx.now, seen: sql<string>`${seen}::text::pg_snapshot` };
    await db
      .insert(incidentLooks)
      .values({ incidentId, userId, ...set })
      .onConflictDoUpdate({ target: [incidentLooks.incidentId, incidentLooks.userId], set });
    await recordAudit(
      { ...ctx, db },
      { action: "incident-look.set", target: { kind: "incident-look", id: incidentId } },
    );
  });
}

function requirePerson({ actor }: Ctx): string {
  if (actor.kind === "user") return actor.id;
  throw new AppError("forbidden", "not_a_person", "Only somebody who signed in has looked at something.");
}
