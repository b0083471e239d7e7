import { expect, test } from "vitest";
import { gpuHoursLabel, prepareGpuHours } from "./prepare-gpu-hours";

const row = {
  key: "2026-04-25",
  enrolledGpuHours: 240,
  connectedGpuHours: 200,
  blockedGpuHours: 30,
  verifiedGpuHours: 0,
  unknownHours: 0,
  hours: 24,
};

test("a bar is the enrolled GPU hours, and its parts sum to it", () => {
  const { bars, tallest, parts } = prepareGpuHours([row]);
  const [bar] = bars;
  expect([tallest, parts]).toEqual([240, ["connected", "blocked", "away"]]);
  expect(bar).toMatchObject({ connected: 200 / 240, blocked: 30 / 240, unknown: 0 });
  expect(bar?.away).toBeCloseTo(10 / 240);
});

test("hours that nobody saw are drawn as unknown, at the size of those that were seen", () => {
  const half = { ...row, enrolledGpuHours: 120, connectedGpuHours: 120, blockedGpuHours: 0, unknownHours: 12 };
  const [whole, partly] = prepareGpuHours([row, half]).bars;
  expect(partly).toMatchObject({ connected: 0.5, unknown: 0.5, away: 0 });
  expect(whole?.unknown).toBe(0);
});

test("a period of which nothing is known is unknown from top to bottom, not empty", () => {
  const none = { ...row, enrolledGpuHours: 0, connectedGpuHours: 0, blockedGpuHours: 0, unknownHours: 24 };
  expect(prepareGpuHours([row, none]).bars[1]).toMatchObject({ unknown: 1, connected: 0 });
  const begun = { ...none, unknownHours: 1, hours: 1 };
  expect(prepareGpuHours([row, begun]).bars[1]?.unknown, "an hour of a day that has begun is an hour").toBeCloseTo(
    1 / 24,
  );
  expect(prepareGpuHours([none]).bars[0]?.unknown, "without anything to scale by").toBe(1);
  expect(prepareGpuHours([])).toEqual({ bars: [], tallest: 0, parts: [] });
});

test("a day is a number where bars are narrow; a month always has its name", () => {
  const labels = [
    ["2026-04-05", false],
    ["2026-04-05", true],
    ["2026-04", false],
  ] as const;
  expect(labels.map(([key, hasRoom]) => gpuHoursLabel(key, hasRoom, "en-GB"))).toEqual(["5", "5 Apr", "Apr 2026"]);
});
