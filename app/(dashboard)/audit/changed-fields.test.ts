import { expect, test } from "vitest";
import { changedFields } from "./changed-fields";

test("only what differs is told", () => {
  expect(changedFields({ role: "viewer", name: "Ada" }, { role: "admin", name: "Ada" })).toEqual([
    { field: "role", before: "viewer", after: "admin" },
  ]);
});

test("one side alone is told whole, without what is empty", () => {
  expect(changedFields(null, { kind: "api", cluster: null, isReadOnly: true })).toEqual([
    { field: "kind", before: null, after: "api" },
    { field: "isReadOnly", before: null, after: "true" },
  ]);
  expect(changedFields(undefined, undefined)).toEqual([]);
});

test("values of any shape and length stay short", () => {
  expect(changedFields(null, [1, 2])).toEqual([{ field: "value", before: null, after: "[1,2]" }]);
  expect(changedFields(null, { a: "x".repeat(5_000) })[0]?.after?.length).toBeLessThan(130);
  expect(changedFields(null, Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, i])))).toHaveLength(12);
});
