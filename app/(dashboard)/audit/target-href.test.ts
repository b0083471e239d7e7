import { expect, test } from "vitest";
import { targetHref } from "./target-href";

test.each([
  ["device", "gpu/1 a", "/fleet/devices/gpu%2F1%20a"],
  ["user", "4711", "/settings/users/4711"],
  ["policy", "3", "/fleet/policy"],
  ["permission", "token.read", null],
  ["constructor", "x", null],
])("%s %s", (kind, id, href) => expect(targetHref(kind, id)).toBe(href));
