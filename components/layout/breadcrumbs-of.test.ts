import { expect, test } from "vitest";
import { breadcrumbsOf } from "./breadcrumbs-of";

test("known pages have their names, ids stay as they are", () => {
  expect(breadcrumbsOf("/fleet/devices/gpu%2F7")).toEqual([
    { href: "/fleet", label: "Fleet", isId: false },
    { href: "/fleet/devices", label: "Devices", isId: false },
    { href: "/fleet/devices/gpu%2F7", label: "gpu/7", isId: true },
  ]);
});

test("a lone percent sign does not break the page", () => {
  expect(breadcrumbsOf("/fleet/devices/50%")[2]?.label).toBe("50%");
});
