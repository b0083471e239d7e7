import { type Role, roles } from "@/lib/access/permissions";

export type RoleMap = ReadonlyMap<string, Role>;

/**
 * AUTH_ROLE_MAP as a table from what the role claim says to a role: `SOC=responder,Board=viewer`, or JSON `{"SOC":"responder"}` for names
 * with a comma. A value may contain "=": the last one divides. Throws Error whose message is one line that says what is wrong.
 */
export function parseRoleMap(text: string): RoleMap {
  const pairs = text.trimStart().startsWith("{") ? pairsOfJson(text) : pairsOfList(text);
  if (pairs.length === 0) throw new Error("names no group: write it like SOC=responder,Board=viewer");
  const map = new Map<string, Role>();
  for (const [group, name] of pairs) {
    const role = roles.find((known) => known === name);
    if (!role) throw new Error(`gives ${group} the role ${name}, which is none: choose of ${roles.join(", ")}`);
    if (map.has(group) && map.get(group) !== role) throw new Error(`names ${group} twice, with two roles`);
    map.set(group, role);
  }
  return map;
}

function pairsOfList(text: string): [string, string][] {
  const entries = text.split(",").map((entry) => entry.trim());
  return entries.filter(Boolean).map((entry) => {
    const at = entry.lastIndexOf("=");
    const [group, role] = [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    if (at < 0 || !group) throw new Error(`has ${entry || "nothing"} where group=role is wanted`);
    return [group, role];
  });
}

function pairsOfJson(text: string): [string, string][] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('begins like JSON and is none: write it like {"SOC":"responder"}');
  }
  // It begins with "{", so that JSON makes an object of it.
  return Object.entries(parsed as Record<string, unknown>).map(([group, role]) => {
    if (typeof role !== "string") throw new Error(`gives ${group} something else than the name of a role`);
    return [group, role];
  });
}
