import { expect, test } from "vitest";
import { safeCallback } from "./safe-callback";

const publicUrl = "https://muster.example";

test.each([
  ["/fleet/devices?state=silent&region=eu", "/fleet/devices?state=silent&region=eu"],
  ["https://muster.example/audit", "/audit"],
  ["fleet", "/fleet"],
])("%s leads to %s", (target, path) => {
  expect(safeCallback(target, publicUrl)).toBe(path);
});

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "https://muster.example@evil.example/",
  "https://user@muster.example/fleet",
  "http://muster.example/fleet",
  "https://muster.example:444/",
  "https://muster.example//evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/login?callbackUrl=/login",
  "/api/auth/signout",
  "http://[",
  "",
  null,
  undefined,
  `/${"x".repeat(3_000)}`,
])("%s leads home", (target) => {
  expect(safeCallback(target, publicUrl)).toBe("/");
});
