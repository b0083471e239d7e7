import { and, asc, inArray, isNull } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

const mostCandidates = 500;

/** Who may be given a role in an incident, by name; the first 500. */
export async function listCandidates(ctx: Ctx): Promise<{ id: string; name: string; role: string }[]> {
  requirePermission(ctx.actor, "incident.write");
  const rows = await ctx.db
    .select({ id: users.id, name: users.name, role: users.role })
    .from(users)
    .where(and(isNull(users.disabledAt), inArray(users.role, ["relations", "responder", "admin"])))
    .orderBy(asc(users.name), asc(users.id))
    .limit(mostCandidates);
  return rows.map(({ id, name, role }) => ({ id, name: name ?? "unnamed", role }));
}
