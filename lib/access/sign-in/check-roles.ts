import { roles } from "@/lib/access/permissions";
import type { Env } from "@/lib/env";
import type { CheckFinding } from "./check-provider";

/** Whether anybody can get a role at all. */
export function checkRoles(env: Pick<Env, "AUTH_ROLE_CLAIM" | "AUTH_ROLE_MAP">): CheckFinding[] {
  const { AUTH_ROLE_CLAIM: claim, AUTH_ROLE_MAP: map } = env;
  if (!map) {
    const detail = `Set AUTH_ROLE_MAP where it names groups instead. Whoever it gives none of ${roles.join(", ")} stays out.`;
    return [{ level: "good", title: `The claim ${claim} names roles of Muster itself`, detail }];
  }
  const given = new Set(map.values());
  const detail = [...map]
    .map(([group, role]) => `${group} = ${role}`)
    .join(", ")
    .slice(0, 1_000);
  if (given.has("admin")) return [{ level: "good", title: `The claim ${claim} is mapped to roles`, detail }];
  return [{ level: "weak", title: "AUTH_ROLE_MAP makes nobody an admin", detail }];
}
