import { expect, test } from "vitest";
import { parseAuditSearch } from "./parse-audit-search";

test("times are read as UTC, and what is none is left out of the query but kept in the form", () => {
  const { typed, filter } = parseAuditSearch({ from: "2026-11-21T08:00", to: "yesterday", actor: " Ada ", action: "" });
  expect(filter.from?.toISOString()).toBe("2026-11-21T08:00:00.000Z");
  expect(filter.to).toBeUndefined();
  expect(typed).toMatchObject({ to: "yesterday", actor: "Ada", action: undefined });
});

test("a repeated or endless parameter does no harm", () => {
  expect(parseAuditSearch({ actor: ["a", "b"] }).filter.actor).toBeUndefined();
  expect(parseAuditSearch({ actor: "x".repeat(10_000) }).filter.actor).toHaveLength(200);
  expect(parseAuditSearch({ from: "2026-99-99" }).filter.from).toBeUndefined();
  expect(parseAuditSearch({ from: "0000-01-01" }).filter.from).toBeUndefined();
});
