import { expect, test } from "vitest";
import { prepareGpuHours } from "./prepare-gpu-hours";

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
  const [bar] = prepareGpuHours([row]);
  expect(bar).toMatchObject({ connected: 200 / 240, blocked: 30 / 240, unknown: 0 });
  expect(bar?.away).toBeCloseTo(10 / 240);
});

test("hours that nobody saw are drawn as unknown, at the size of those that were seen", () => {
  const half = { ...row, enrolledGpuHours: 120, connectedGpuHours: 120, blockedGpuHours: 0, unknownHours: 12 };
  const [whole, partly] = prepareGpuHours([row, half]);
  expect(partly).toMatchObject({ connected: 0.5, unknown: 0.5, away: 0 });
  expect(whole?.unknown).toBe(0);
});

test("a period of which nothing is known is unknown from top to bottom, not empty", () => {
  const none = { ...row, enrolledGpuHours: 0, connectedGpuHours: 0, blockedGpuHours: 0, unknownHours: 24 };
  expect(prepareGpuHours([row, none])[1]).toMatchObject({ unknown: 1, connected: 0 });
  expect(prepareGpuHours([])).toEqual([]);
});
