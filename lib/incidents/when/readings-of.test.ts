import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/app-error";
import { readingsOf } from "./readings-of";

test.each<[local: string, zone: string, ...readings: [string, string][]]>([
  ["2024-04-25T01:05", "PDT", ["PDT, UTC−07:00", "2024-04-25T08:05:00.000Z"]],
  [
    "2024-04-25T01:05",
    "PST",
    ["PDT, UTC−07:00", "2024-04-25T08:05:00.000Z"],
    ["PST, UTC−08:00", "2024-04-25T09:05:00.000Z"],
  ],
  ["2024-01-25T01:05", "pst", ["PST, UTC−08:00", "2024-01-25T09:05:00.000Z"]],
  ["2024-04-25T01:05", "PT", ["PDT, UTC−07:00", "2024-04-25T08:05:00.000Z"]],
  ["2024-04-25T10:05", "Europe/Berlin", ["CEST, UTC+02:00", "2024-04-25T08:05:00.000Z"]],
  ["2024-04-25T08:05:30", "UTC", ["UTC", "2024-04-25T08:05:30.000Z"]],
  ["2024-04-25T13:35", "+05:30", ["UTC+05:30", "2024-04-25T08:05:00.000Z"]],
  ["2024-04-25T01:05", "UTC-7", ["UTC−07:00", "2024-04-25T08:05:00.000Z"]],
  ["2024-04-25T13:35", "Asia/Kolkata", ["UTC+05:30", "2024-04-25T08:05:00.000Z"]],
  // The hour that comes twice.
  [
    "2024-11-03T01:30",
    "America/Los_Angeles",
    ["PDT, UTC−07:00", "2024-11-03T08:30:00.000Z"],
    ["PST, UTC−08:00", "2024-11-03T09:30:00.000Z"],
  ],
  ["2024-11-03T01:30", "PST", ["PST, UTC−08:00", "2024-11-03T09:30:00.000Z"]],
])("%s %s", (local, zone, ...readings) => {
  expect(readingsOf(local, zone)).toEqual(readings.map(([name, at]) => ({ zone: name, at })));
});

test.each([
  ["0001-01-01T00:00", "UTC", "The year 1 lies before 2000"],
  ["9999-12-31T00:00", "UTC", "The year 9999 lies far in the future"],
  ["12024-04-25T01:05", "UTC", "four digits"],
  ["2024-02-30T01:05", "UTC", "no date and time of a calendar"],
  ["2024-04-25T25:05", "UTC", "no date and time of a calendar"],
  ["yesterday", "UTC", "Write the date"],
  ["2024-04-25T01:05", "Mars/Olympus", "No zone is called Mars/Olympus"],
  ["2024-04-25T01:05", "+19:00", "larger than 14 hours"],
  ["2024-03-10T02:30", "America/Los_Angeles", "skipped that hour"],
])("%s %s is refused: %s", (local, zone, words) => {
  expect(() => readingsOf(local, zone)).toThrow(AppError);
  expect(() => readingsOf(local, zone)).toThrow(words);
});

test("the clocks of a region show what was written at each of its readings", () => {
  const regions = fc.constantFrom("America/Los_Angeles", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "UTC");
  const moments = fc.date({ min: new Date("2001-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(regions, moments, (region, at) => {
      const shown = new Intl.DateTimeFormat("sv-SE", {
        timeZone: region,
        ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      } as const);
      const local = shown.format(at).replace(" ", "T");
      const readings = readingsOf(local, region).map((reading) => Date.parse(reading.at));
      expect(readings).toContain(Math.floor(at.getTime() / 60_000) * 60_000);
      for (const ms of readings) expect(shown.format(ms).replace(" ", "T")).toBe(local);
    }),
  );
});
