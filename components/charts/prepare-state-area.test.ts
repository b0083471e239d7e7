import { expect, test } from "vitest";
import { nearestRow, prepareStateArea } from "./prepare-state-area";
import { pointOf, timelineOf } from "./timeline-fixture";

test("stacks to the enrolled, in the fixed order, without states that do not occur", () => {
  const prepared = prepareStateArea(
    timelineOf([pointOf(10, { connected: 90, silent: 10 }), pointOf(11, { connected: 5, outdated: 85, silent: 10 })]),
    600,
  );
  expect(prepared.series).toEqual(["connected", "blocked_outdated_agent", "silent"]);
  expect(prepared.highest).toBe(100);
  for (const row of prepared.rows) {
    const sum = Object.values(row.values ?? {}).reduce((total, value) => total + value, 0);
    expect(sum).toBe(row.enrolled);
  }
});

test("minutes without a record are a gap, unknown ones are drawn", () => {
  const prepared = prepareStateArea(
    timelineOf([pointOf(10, { connected: 4 }), pointOf(11, { unknown: 4 }), pointOf(20, { connected: 4 })]),
    600,
  );
  expect(prepared.rows.map((row) => row.values?.unknown)).toEqual([0, 4, undefined, 0]);
  expect(prepared.series).toEqual(["connected", "unknown"]);
});

test("thinned buckets are no gap", () => {
  const points = [0, 4, 5, 14, 15, 21].map((minute) => pointOf(minute, { connected: 1 }));
  const prepared = prepareStateArea(timelineOf(points, { stepMinutes: 5 }), 600);
  expect(prepared.rows.every((row) => row.values !== null)).toBe(true);
});

test("a stretch that is sampled more thinly than the rest is no gap, and a hole in it is", () => {
  const thin = [0, 3, 6, 9, 12, 15, 18, 21].map((minute) => pointOf(minute, { connected: 1 }));
  const dense = [22, 23, 24, 25, 26, 27].map((minute) => pointOf(minute, { connected: 1 }));
  const gaps = (points: typeof thin) =>
    prepareStateArea(timelineOf(points), 600).rows.filter((row) => row.values === null);
  expect(gaps([...thin, ...dense])).toEqual([]);
  expect(gaps([...thin.slice(0, 3), ...thin.slice(5), ...dense]).map((row) => row.minute)).toEqual([10.5]);
});

test("a lone minute between two holes stands alone", () => {
  const points = [0, 1, 2, 3, 4, 20, 36, 37, 38, 39, 40].map((minute) => pointOf(minute, { connected: 1 }));
  const { rows } = prepareStateArea(timelineOf(points), 600);
  expect(rows.filter((row) => row.values === null).map((row) => row.minute)).toEqual([12, 28]);
});

test("draws no more points than pixels and keeps the lowest", () => {
  const points = Array.from({ length: 1_440 }, (_, minute) => pointOf(minute, { connected: minute === 777 ? 1 : 100 }));
  const prepared = prepareStateArea(timelineOf(points), 300);
  expect(prepared.rows.length).toBeLessThanOrEqual(300);
  expect(prepared.rows.some((row) => row.values?.connected === 1)).toBe(true);
  expect(prepared.rows.every((row) => row.values !== null)).toBe(true);
});

test("the expected band belongs to its minute and raises the axis", () => {
  const prepared = prepareStateArea(
    timelineOf([pointOf(10, { connected: 4 })], { expected: [{ minute: 10, low: 5, median: 6, high: 7 }] }),
    600,
  );
  expect(prepared.rows[0]?.expected).toEqual({ low: 5, median: 6, high: 7 });
  expect(prepared.highest).toBe(7);
});

test("the nearest row is found from both sides", () => {
  const { rows } = prepareStateArea(timelineOf([10, 11, 12].map((minute) => pointOf(minute, { connected: 1 }))), 600);
  expect([8, 10.4, 11.6, 99].map((minute) => nearestRow(rows, minute)?.minute)).toEqual([10, 10, 12, 12]);
  expect(nearestRow([], 5)).toBeUndefined();
});
