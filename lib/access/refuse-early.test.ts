import { expect, test } from "vitest";
import { refuseEarly } from "./refuse-early";

const ask = (method: string, url: string, rawHeaders = ["Host", "a"]) => {
  const refusal = refuseEarly({ method, url, rawHeaders });
  return refusal && [refusal.error.status, refusal.error.code, ...(refusal.allow ? [refusal.allow] : [])];
};

test.each([
  ["GET", "/"],
  ["POST", "/login/sign-in"],
  ["GET", "/nothing"],
  ["GET", "/fleet//devices"],
  ["GET", "/%2F%2Fevil.example?x=//evil.example"],
  ["GET", "/apiary"],
  ["GET", "/api/v1/fleet/summary?at=x"],
  ["HEAD", "/api/v1/devices/some%2Fid/presence"],
  ["POST", "/api/v1/changes"],
  ["OPTIONS", "/api/v1/changes"],
  ["GET", "/api/openapi.json"],
  ["GET", "/api/auth/callback/sso?code=1"],
  ["POST", "/api/auth/back-channel-logout"],
  ["GET", "/api/events"],
])("%s %s passes", (method, url) => {
  expect(ask(method, url)).toBeNull();
});

test.each([
  ["GET", "/api", [404, "unknown_path"]],
  ["GET", "/api/", [404, "unknown_path"]],
  ["GET", "/api/v1/nothing", [404, "unknown_path"]],
  ["GET", "/api/v1/devices/a/b/presence", [404, "unknown_path"]],
  ["GET", "/api/openapiXjson", [404, "unknown_path"]],
  ["DELETE", "/api/v1/changes", [405, "method_not_allowed", "GET, POST, HEAD"]],
  ["POST", "/api/v1/devices", [405, "method_not_allowed", "GET, HEAD"]],
  ["GET", "/%zz", [400, "unreadable_request"]],
  ["BREW", "/", [400, "unreadable_request"]],
  ["GET", "http://evil.example/fleet", [400, "foreign_target"]],
  ["GET", "//evil.example/fleet", [400, "foreign_target"]],
  ["GET", "/\\evil.example", [400, "foreign_target"]],
  ["GET", "/.//evil.example/", [400, "foreign_target"]],
  ["GET", "/fleet/%2e%2e//evil.example", [400, "foreign_target"]],
  ["OPTIONS", "*", [400, "foreign_target"]],
  ["GET", "", [400, "foreign_target"]],
])("%s %s is refused", (method, url, answer) => {
  expect(ask(method, url)).toEqual(answer);
});

test("a doubled Host is refused, however it is written", () => {
  expect(ask("GET", "/", ["Host", "a", "X", "y", "hOST", "a"])).toEqual([400, "doubled_host"]);
  expect(ask("GET", "/", ["Host", "a", "X-Host", "host"])).toBeNull();
});
