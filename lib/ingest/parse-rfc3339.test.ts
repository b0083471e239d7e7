import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRfc3339 } from "./parse-rfc3339";

test("reads what Date writes", () => {
  const date = fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
  fc.assert(
    fc.property(date, (each) => {
      expect(parseRfc3339(each.toISOString())).toBe(each.getTime());
    }),
  );
});

test.each([
  ["2026-04-25T08:05:00Z", Date.UTC(2026, 3, 25, 8, 5)],
  ["2026-04-25t08:05:00z", Date.UTC(2026, 3, 25, 8, 5)],
  ["2026-04-25T10:05:00+02:00", Date.UTC(2026, 3, 25, 8, 5)],
  ["2026-04-24T23:35:00.5-08:30", Date.UTC(2026, 3, 25, 8, 5, 0, 500)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2026-02-29T00:00:00Z", null],
  ["2026-04-31T00:00:00Z", null],
  ["2026-04-25T24:00:00Z", null],
  ["2026-04-25T08:05:60Z", null],
  ["2026-04-25T08:05Z", null],
  ["2026-04-25T08:05:00", null],
  ["2026-04-25 08:05:00Z", null],
  ["2026-04-25T08:05:00+24:00", null],
  ["", null],
])("%s is %s", (text, ms) => {
  expect(parseRfc3339(text)).toBe(ms);
});
