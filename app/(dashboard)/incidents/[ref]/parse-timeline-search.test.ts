import { expect, test } from "vitest";
import { parseTimelineSearch } from "./parse-timeline-search";

test("filters and the time of the chart come from the address", () => {
  const parsed = parseTimelineSearch({
    ...{ kind: "attacker", source: "Chat", pinned: "1", order: "newest", cursor: "c" },
    ...{ from: "2024-04-25T08:00Z", to: "2024-04-25T09:00Z" },
  });
  expect(parsed.query).toEqual({ kind: ["attacker"], source: "Chat", isPinned: true, order: "newest", cursor: "c" });
  expect(parsed.address).toEqual({ kind: "attacker", source: "Chat", pinned: "1", order: "newest", cursor: "c" });
  expect(parsed.chosen).toEqual({ from: new Date("2024-04-25T08:00Z"), to: new Date("2024-04-25T09:00Z") });
  expect(parsed.isFiltered).toBe(true);
});

test.each([
  {},
  { kind: "x", order: "y", pinned: "2", from: "2024-04-25T08:00Z" },
  { from: "2024-04-25T09:00Z", to: "2024-04-25T08:00Z" },
  { from: "2024-13-45T09:00Z", to: "2024-04-25T08:00Z" },
])("what is no choice counts as not there: %j", (search) => {
  expect(parseTimelineSearch(search)).toMatchObject({ chosen: {}, isFiltered: false, query: { order: "oldest" } });
});
