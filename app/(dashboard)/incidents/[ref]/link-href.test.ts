import { expect, test } from "vitest";
import { fleetHref, linkHref } from "./link-href";

test("pages of what an event names", () => {
  expect(linkHref({ kind: "device", id: "a/b?c" })).toBe("/fleet/devices/a%2Fb%3Fc");
  expect(linkHref({ kind: "policy", id: "2" })).toBe("/fleet/policy");
  expect(linkHref({ kind: "indicator", id: "javascript:alert(1)" })).toBeNull();
});

test("the fleet at a minute that has been", () => {
  const at = new Date("2024-04-25T08:05:42Z");
  expect(fleetHref(at, new Date("2024-04-25T09:00:00Z"))).toBe("/fleet?at=2024-04-25T08:05Z");
  expect(fleetHref(at, new Date("2024-04-25T08:00:00Z"))).toBeNull();
});
