import { expect, test } from "vitest";
import type { DeviceSetDefinition } from "@/lib/fleet/device-sets/device-set";
import { describeDefinition } from "./describe-definition";

const ids = ["a", "b"];
test.each<[DeviceSetDefinition, string]>([
  [{ filter: {} }, "every device"],
  [{ filter: { state: ["silent"], region: ["EU", ""] } }, "state silent, region EU or not stated"],
  [{ filter: { reason: ["outdated_agent"], state: ["blocked"] } }, "state blocked, reason Outdated agent"],
  [{ filter: { search: "rack 7", set: "b" } }, "id or name with “rack 7”, of another set"],
  [{ op: "difference", ids, names: ["US", "first"] }, "“US” without “first”"],
  [{ op: "intersection", ids, names: ["US", "first"] }, "“US” and “first”"],
  [{ op: "union", ids, names: ["US", "first"] }, "“US” or “first”"],
])("%j", (definition, words) => {
  expect(describeDefinition(definition)).toBe(words);
});
