import { expect, test } from "vitest";
import { type ExpectedBand, expectedBands, medianOf } from "./expected-band";

const reach = 3;
const length = 40;
/** A day's values at `length` minutes and `reach` around them. */
const dayOf = (at: (index: number) => number) => Float64Array.from({ length: length + 2 * reach }, (_, i) => at(i));
const wave = (i: number) => 1_000 + 200 * Math.sin(i / 12);
const bandsOf = (days: Float64Array[]) =>
  expectedBands(days, reach).filter((band): band is ExpectedBand => band !== null);
const largestStep = (bands: ExpectedBand[]) =>
  bands.reduce((most, band, index) => {
    const before = bands[index - 1] ?? band;
    return Math.max(most, Math.abs(band.low - before.low), Math.abs(band.high - before.high));
  }, 0);

test("the median of none, odd and even", () => {
  expect([[], [3, 1, 2], [4, 1, 2, 3]].map((list) => medianOf(Float64Array.from(list)))).toEqual([0, 2, 2.5]);
});

test("three days of one level: the median is the level and the least margin holds", () => {
  const bands = expectedBands([dayOf(() => 1_000), dayOf(() => 1_000), dayOf(() => 1_000)], reach);
  expect(bands).toHaveLength(length);
  expect(bands[7]).toEqual({ low: 995, median: 1_000, high: 1_005 });
});

test("fewer than three days draw nothing", () => {
  expect(expectedBands([], reach)).toEqual([]);
  expect(bandsOf([dayOf(wave), dayOf(wave)])).toEqual([]);
});

test("it follows the hours of the day without steps", () => {
  const bands = bandsOf([dayOf(wave), dayOf((i) => wave(i) + 20), dayOf((i) => wave(i) - 15)]);
  expect(bands).toHaveLength(length);
  expect(largestStep(bands)).toBeLessThan(40);
  expect(bands.every((band, i) => band.low < wave(i + reach) && wave(i + reach) < band.high)).toBe(true);
});

test("a day that begins within the chart makes no step while three others are whole", () => {
  const short = dayOf((i) => (i < 20 ? Number.NaN : 100));
  const days = [dayOf(wave), dayOf(wave), dayOf(wave)];
  expect(bandsOf([...days, short])).toEqual(bandsOf(days));
});

test("where the third day begins within the chart, the band begins there and not before", () => {
  const bands = expectedBands([dayOf(wave), dayOf(wave), dayOf((i) => (i < 20 ? Number.NaN : wave(i)))], reach);
  const first = bands.findIndex((band) => band !== null);
  expect(first).toBeGreaterThanOrEqual(20 - 2 * reach);
  expect(first).toBeLessThanOrEqual(20);
  expect(bands.slice(first).every((band) => band !== null)).toBe(true);
});

test("one strange day moves the band little", () => {
  const days = [0, 1, 2, 3, 4].map((n) => dayOf((i) => 1_000 + n + (i % 3)));
  const [usual] = bandsOf([...days, dayOf(() => 1_002)]);
  const [strange] = bandsOf([...days, dayOf(() => 0)]);
  expect(Math.abs((usual?.low ?? 0) - (strange?.low ?? 0))).toBeLessThan(8);
});
