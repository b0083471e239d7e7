import { desc, eq, inArray } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { incidentHandovers } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { familyIds } from "../family-ids";
import type { Handover } from "./handover";

const mostListed = 20;

/** The notes of former shifts, the latest first; 20 at most. For whoever works on it: notes name what is not public yet. */
export async function listHandovers(ctx: Ctx, incidentId: string): Promise<Handover[]> {
  requirePermission(ctx.actor, "incident.read-private");
  const family = await familyIds(ctx.db, { id: incidentId });
  const { id, body, figures, writtenByName, writtenAt, takenByName, takenAt } = incidentHandovers;
  const rows = await ctx.db
    .select({ id, body, figures, forName: users.name, writtenByName, writtenAt, takenByName, takenAt })
    .from(incidentHandovers)
    .leftJoin(users, eq(users.id, incidentHandovers.forId))
    .where(inArray(incidentHandovers.incidentId, family))
    .orderBy(desc(writtenAt), desc(id))
    .limit(mostListed);
  // writeHandover alone writes the figures.
  return rows as Handover[];
}
