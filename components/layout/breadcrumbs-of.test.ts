import { expect, test } from "vitest";
import { breadcrumbsOf } from "./breadcrumbs-of";

test("known pages have their names, ids stay as they are", () => {
  expect(breadcrumbsOf("/fleet/devices/gpu%2F7")).toEqual([
    { href: "/fleet", label: "Fleet", isId: false },
    { href: "/fleet/devices", label: "Devices", isId: false },
    { href: "/fleet/devices/gpu%2F7", label: "gpu/7", isId: true },
  ]);
});

test("a page below a list has its name, and a UUID is cut to its first part", () => {
  expect(breadcrumbsOf("/fleet/policy/new")[2]).toMatchObject({ label: "Set a policy", isId: false });
  expect(breadcrumbsOf("/findings/48607476-f0f4-4911-908c-09a27b2b40c1")[1]?.label).toBe("48607476");
});

test("a lone percent sign does not break the page", () => {
  expect(breadcrumbsOf("/fleet/devices/50%")[2]?.label).toBe("50%");
});
