import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { incidentRoles, incidents } from "@/db/schema/incidents";
import { type Permission, permissions, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { incidentRoleLabels, incidentRoleNames } from "./incident-choices";
import { requireIncident } from "./require-incident";
import { tellIncident } from "./tell-incident";

export const AssignIncidentRole = z.object({
  id: z.uuid(),
  version: z.int(),
  role: z.enum(incidentRoleNames),
  userId: z.uuid(),
  isAssigned: z.boolean().default(true),
});
export type AssignIncidentRole = z.input<typeof AssignIncidentRole>;

/**
 * Gives somebody a role in an incident, or takes it back. There is one lead: a new one takes the place of the former. Returns the
 * new version. Throws not_found "user_not_found", unprocessable "not_a_responder" for a lead who may not write incidents.
 */
export async function assignIncidentRole(ctx: Ctx, input: AssignIncidentRole): Promise<number> {
  requirePermission(ctx.actor, "incident.write");
  const { id, version, role, userId, isAssigned } = parseInput(AssignIncidentRole, input);
  return ctx.db.transaction(async (db) => {
    const incident = await requireIncident(db, id, version);
    const person = await requirePerson(db, userId);
    const canLead = (permissions["incident.write" satisfies Permission] as readonly string[]).includes(person.role);
    if (isAssigned && role === "lead" && !canLead) {
      const message = `${person.name} is ${person.role}: a lead must be able to change the incident.`;
      throw new AppError("unprocessable", "not_a_responder", message, { field: "userId" });
    }
    const ofIncident = eq(incidentRoles.incidentId, id);
    const theirs = role === "lead" && isAssigned ? undefined : eq(incidentRoles.userId, userId);
    const before = await db
      .delete(incidentRoles)
      .where(and(ofIncident, eq(incidentRoles.role, role), theirs))
      .returning({ userId: incidentRoles.userId });
    if (isAssigned) await db.insert(incidentRoles).values({ incidentId: id, role, userId, assignedAt: ctx.now });
    await db
      .update(incidents)
      .set({ version: version + 1, updatedAt: ctx.now })
      .where(eq(incidents.id, id));
    await tellIncident({ ...ctx, db }, id, {
      action: "incident.assign",
      before: { role, users: before.map((row) => row.userId) },
      after: { role, users: isAssigned ? [userId] : [] },
      event: {
        kind: "incident.assigned",
        title: `${incident.reference}: ${incidentRoleLabels[role]} ${isAssigned ? "is" : "is no longer"} ${person.name}`,
      },
    });
    return version + 1;
  });
}

async function requirePerson(db: Transaction, userId: string): Promise<{ name: string; role: string }> {
  const [row] = await db
    .select({ name: users.name, role: users.role })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)));
  if (!row)
    throw new AppError("not_found", "user_not_found", "There is no such person, or they may no longer sign in.");
  return { name: row.name ?? "somebody without a name", role: row.role };
}
