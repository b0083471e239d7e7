import { expect, test } from "vitest";
import { isAnswerable } from "./is-answerable";

test.each([
  ["GET", "/fleet?q=%E0%A4%A", true],
  ["POST", "/fleet/devices/a%2Fb%00", true],
  ["GET", "/fleet/devices/%E0%A4%A", false],
  ["GET", "/%", false],
  ["TRACE", "/", false],
  ["constructor", "/", false],
  [undefined, undefined, false],
])("%s %s: %s", (method, url, answerable) => {
  expect(isAnswerable({ method, url })).toBe(answerable);
});
