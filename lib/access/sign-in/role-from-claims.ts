import { type Role, roles } from "@/lib/access/permissions";
import type { RoleMap } from "./role-map";

// A claim may name several: the one that may most wins.
const strongestFirst: readonly Role[] = [...roles].reverse();

/**
 * The role that `claim` names, or null: absent, no text or list of texts, or nothing that is a role. With `map` only what the map names
 * counts, so that a company's group "admin" means nothing by itself; without, the names of the roles. A name with dots is looked
 * up whole first (Auth0's are addresses), then as a path (Keycloak: realm_access.roles).
 */
export function roleFromClaims(
  claims: Readonly<Record<string, unknown>>,
  claim: string,
  map: RoleMap | null = null,
): Role | null {
  // Anybody can type an address into a profile: only one that the provider has verified names somebody.
  if (claim === "email" && claims.email_verified !== true) return null;
  const value = claimValue(claims, claim);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const named = values.map((name) => (typeof name === "string" && map ? map.get(name) : name));
  return strongestFirst.find((role) => named.includes(role)) ?? null;
}

/**
 * Whether the provider says that `claim` exists and is kept elsewhere (OpenID Connect Core 1.0, 5.6.2): Microsoft Entra ID does so in place of
 * the groups of whoever is in more than 200. Muster fetches no claims from third addresses, so that nobody gets a role by one.
 */
export function isClaimElsewhere(claims: Readonly<Record<string, unknown>>, claim: string): boolean {
  if (claimValue(claims, claim) !== undefined) return false;
  const elsewhere = claims._claim_names;
  if (typeof elsewhere === "object" && elsewhere !== null && Object.hasOwn(elsewhere, claim)) return true;
  // The same in fewer bytes, in tokens that travel in an address.
  return claim === "groups" && (claims.hasgroups === true || claims.hasgroups === "true");
}

/** What stands under `claim`, by its whole name or as a path; undefined where nothing does. */
export function claimValue(claims: Readonly<Record<string, unknown>>, claim: string): unknown {
  return Object.hasOwn(claims, claim) ? claims[claim] : atPath(claims, claim.split("."));
}

function atPath(from: unknown, path: readonly string[]): unknown {
  let value = from;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    // Checked on the line above.
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
