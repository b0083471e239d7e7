import type { z } from "zod";
import { proposeApproval } from "@/lib/access/approvals/propose-approval";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { AssignRole } from "./assign-role";
import { getUser } from "./get-user";
import { roleBasis } from "./role-basis";
import { isSamePerson } from "./same-person";

/**
 * Lays a change of somebody's role before a second admin; assignRole carries it out. Returns the proposal's id. Throws AppError
 * "user_not_found", "own_role", and "user_changed" when their role is not `expectedRole` any more.
 */
export async function proposeRole(ctx: Ctx, input: z.input<typeof AssignRole>): Promise<string> {
  requirePermission(ctx.actor, "user.write");
  const { id, role, expectedRole } = parseInput(AssignRole, input);
  if (await isSamePerson(ctx.db, id, ctx.actor.id))
    throw new AppError("conflict", "own_role", "Another admin has to change your role.");
  const user = await getUser(ctx, id);
  if (user.role !== expectedRole) {
    throw new AppError(
      "conflict",
      "user_changed",
      "This role was changed meanwhile. Look at it again before you decide.",
    );
  }
  const now = user.role ?? "none";
  return proposeApproval(ctx, {
    kind: "user.assign-role",
    targetId: id,
    title: role ? `${user.name}: ${role} in place of ${now}` : `${user.name}: as their groups say, in place of ${now}`,
    input: { id, role, expectedRole },
    basis: roleBasis(user),
  });
}
