import type { UserRow } from "@/lib/access/users/list-users";

/** Where somebody's role comes from, in words. */
export function roleSource({ assignedRole, groupRole }: Pick<UserRow, "assignedRole" | "groupRole">): string {
  if (!assignedRole) return "the provider's groups";
  return groupRole && groupRole !== assignedRole ? `an admin; the groups name ${groupRole}` : "an admin";
}
