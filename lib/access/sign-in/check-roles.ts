import { roles } from "@/lib/access/permissions";
import type { Env } from "@/lib/env";
import type { CheckFinding } from "./check-provider";

/** Whether a second factor is asked for. */
export function checkStrength({
  AUTH_ACR_VALUES: acr,
  AUTH_AMR_VALUES: amr,
}: Pick<Env, "AUTH_ACR_VALUES" | "AUTH_AMR_VALUES">): CheckFinding[] {
  const wanted = [...(acr ? [`acr ${acr.join(" or ")}`] : []), ...(amr ? [`amr ${amr.join(" or ")}`] : [])];
  if (wanted.length > 0) return [{ level: "good", title: `A sign-in must have been ${wanted.join(" and ")}` }];
  const detail =
    "Whether a second factor is asked for is the provider's alone. Set AUTH_ACR_VALUES or AUTH_AMR_VALUES to what it says of one.";
  return [{ level: "weak", title: "Muster takes every sign-in of the provider, however strong", detail }];
}

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
