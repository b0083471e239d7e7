import { expect, test } from "vitest";
import { isClaimElsewhere, roleFromClaims } from "./role-from-claims";
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

const entraSource = { src1: { endpoint: "https://graph.microsoft.com/v1.0/users/1/getMemberObjects" } };
test.each<[string, Record<string, unknown>, boolean]>([
  ["more groups than fit", { _claim_names: { groups: "src1" }, _claim_sources: entraSource }, true],
  ["more groups than fit into an address", { hasgroups: true }, true],
  ["the same as a text", { hasgroups: "true" }, true],
  ["another claim that is elsewhere", { _claim_names: { roles: "src1" } }, false],
  ["groups after all", { groups: ["a"], _claim_names: { groups: "src1" } }, false],
  ["none at all", {}, false],
  ["something else under the name", { _claim_names: "groups", hasgroups: 0 }, false],
  ["a name that every object has", { _claim_names: null }, false],
])("groups kept elsewhere: %s", (_, claims, isElsewhere) => {
  expect(isClaimElsewhere(claims, "groups")).toBe(isElsewhere);
  if (isElsewhere) expect(roleFromClaims(claims, "groups", parseRoleMap("src1=admin,true=admin"))).toBeNull();
});
