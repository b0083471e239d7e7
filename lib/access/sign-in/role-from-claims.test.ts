import { expect, test } from "vitest";
import { roleFromClaims } from "./role-from-claims";

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
