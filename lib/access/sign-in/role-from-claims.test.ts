import { expect, test } from "vitest";
import { roleFromClaims } from "./role-from-claims";
import { parseRoleMap } from "./role-map";

const cases: [string, Record<string, unknown>, string, string | null][] = [
  ["a text", { roles: "responder" }, "roles", "responder"],
  ["a list", { roles: ["everybody", "relations"] }, "roles", "relations"],
  ["several roles: the strongest", { roles: ["viewer", "admin", "relations"] }, "roles", "admin"],
  ["a namespaced claim", { "https://muster.example/roles": ["viewer"] }, "https://muster.example/roles", "viewer"],
  ["a path", { realm_access: { roles: ["viewer"] } }, "realm_access.roles", "viewer"],
  ["absent", { name: "Ada" }, "roles", null],
  ["no role of ours", { roles: ["root"] }, "roles", null],
  ["another case", { roles: "Admin" }, "roles", null],
  ["several roles in one text", { roles: "viewer admin" }, "roles", null],
  ["an object", { roles: { admin: true } }, "roles", null],
  ["a list in a list", { roles: [["admin"]] }, "roles", null],
  ["null", { roles: null }, "roles", null],
  ["a name that every object has", {}, "constructor.name", null],
];

test.each(cases)("%s", (_, claims, claim, role) => {
  expect(roleFromClaims(claims, claim)).toBe(role);
});

const map = parseRoleMap("SOC=responder,Board=viewer,Root=admin");

test.each<[string, unknown, string | null]>([
  ["a group", "SOC", "responder"],
  ["several groups: the strongest role", ["Board", "everybody", "Root"], "admin"],
  ["a role's own name, which the map does not name", ["admin"], null],
  ["another case", "soc", null],
  ["a number", 7, null],
  ["a name that every object has", "constructor", null],
  ["nothing", undefined, null],
])("mapped: %s", (_, groups, role) => {
  expect(roleFromClaims({ groups }, "groups", map)).toBe(role);
});

test("an e-mail names a role only if the provider has verified it", () => {
  const byMail = parseRoleMap("ada@muster.example=admin");
  const email = "ada@muster.example";
  expect(roleFromClaims({ email, email_verified: true }, "email", byMail)).toBe("admin");
  for (const email_verified of [false, "true", 1, undefined]) {
    expect(roleFromClaims({ email, email_verified }, "email", byMail)).toBeNull();
  }
});
