import { expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { parseRoleMap } from "./role-map";

test.each([
  ["SOC=responder, Board = viewer ,", { SOC: "responder", Board: "viewer" }],
  ["cn=soc=responder", { "cn=soc": "responder" }],
  ['{"CN=Soc,OU=Groups":"responder","a":"admin"}', { "CN=Soc,OU=Groups": "responder", a: "admin" }],
  ["ada@muster.example=admin", { "ada@muster.example": "admin" }],
])("%s", (text, map) => {
  expect(Object.fromEntries(parseRoleMap(text))).toEqual(map);
});

test.each([
  ["SOC=owner", /SOC the role owner, which is none/],
  ["SOC=Admin", /which is none/],
  ["SOC", /SOC where group=role is wanted/],
  ["=admin", /where group=role is wanted/],
  ["a=admin,a=viewer", /a twice/],
  [" , ", /names no group/],
  ["{}", /names no group/],
  ['{"a":', /is none/],
  ['{"a":["admin"]}', /something else than the name of a role/],
])("%s is refused at start, in one line", (text, message) => {
  expect(() => parseEnv({ AUTH_ROLE_MAP: text })).toThrow(message);
  expect(() => parseEnv({ AUTH_ROLE_MAP: text })).toThrow(/^Environment: AUTH_ROLE_MAP [^\n]+$/);
});
