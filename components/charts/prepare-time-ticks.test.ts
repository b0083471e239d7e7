import { expect, test } from "vitest";
import { prepareTimeTicks, zoneOffsetMinutes } from "./prepare-time-ticks";

const minuteAt = (iso: string) => Date.parse(iso) / 60_000;
const clock = (minute: number, zone: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(minute * 60_000);

test("a day has round hours of the viewer's zone, even one that is off by half an hour", () => {
  const from = minuteAt("2024-04-25T00:10Z");
  const ticks = prepareTimeTicks(from, from + 1_440, "Asia/Kolkata", 8);
  expect(ticks.map((tick) => clock(tick.minute, "Asia/Kolkata"))).toEqual([
    "06:00",
    "09:00",
    "12:00",
    "15:00",
    "18:00",
    "21:00",
    "00:00",
    "03:00",
  ]);
  expect(ticks[6]?.form).toBe("day");
});

test("ticks stay round over a change of the clocks", () => {
  const from = minuteAt("2024-03-30T12:00Z");
  const ticks = prepareTimeTicks(from, from + 1_440, "Europe/Berlin", 8);
  expect(ticks.map((tick) => clock(tick.minute, "Europe/Berlin"))).toContain("06:00");
  expect(zoneOffsetMinutes(from, "Europe/Berlin")).toBe(60);
  expect(zoneOffsetMinutes(from + 1_440, "Europe/Berlin")).toBe(120);
});

test("an hour has minutes", () => {
  const from = minuteAt("2024-04-25T08:03Z");
  expect(prepareTimeTicks(from, from + 60, "UTC", 6).map((tick) => clock(tick.minute, "UTC"))).toEqual([
    "08:10",
    "08:20",
    "08:30",
    "08:40",
    "08:50",
    "09:00",
  ]);
});
