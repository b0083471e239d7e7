import { type Role, roles } from "@/lib/access/permissions";

// A claim may name several: the one that may most wins.
const strongestFirst: readonly Role[] = [...roles].reverse();

/**
 * The role that `claim` names, or null: absent, no text or list of texts, or no role of ours. A name with dots is looked up
 * whole first (Auth0's are addresses), then as a path (Keycloak: realm_access.roles).
 */
export function roleFromClaims(claims: Readonly<Record<string, unknown>>, claim: string): Role | null {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : atPath(claims, claim.split("."));
  const named: readonly unknown[] = Array.isArray(value) ? value : [value];
  return strongestFirst.find((role) => named.includes(role)) ?? null;
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
