import fc from "fast-check";
import { expect, test } from "vitest";
import { fromZonedInput, toZonedInput } from "./zoned-time";

const zone = "Europe/Lisbon";

test.each([
  ["2026-04-25T08:05", "2026-04-25T07:05:00Z"],
  ["2026-01-25T08:05", "2026-01-25T08:05:00Z"],
  // Clocks go back at 02:00 on 25 October: 01:30 comes twice, the first in summer time.
  ["2026-10-25T01:30", "2026-10-25T00:30:00Z"],
  // They go forward at 01:00 on 29 March: 01:30 does not exist.
  ["2026-03-29T01:30", "2026-03-29T01:30:00Z"],
])("%s in Lisbon is %s", (text, iso) => {
  expect(new Date(fromZonedInput(text, zone) ?? 0).toISOString()).toBe(new Date(iso).toISOString());
});

test("what is not a time is null", () => {
  expect(fromZonedInput("", zone)).toBeNull();
  expect(fromZonedInput("soon", zone)).toBeNull();
});

test("there and back, in any zone, but for the hour that comes twice", () => {
  const minutes = fc.integer({ min: 25_000_000, max: 32_000_000 });
  fc.assert(
    fc.property(
      minutes,
      fc.constantFrom("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"),
      (minute, at) => {
        const text = toZonedInput(minute * 60_000, at);
        expect(toZonedInput(fromZonedInput(text, at) ?? 0, at)).toBe(text);
      },
    ),
  );
});
