import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { dateOfMinute } from "../minute";
import { getFleetSummary } from "./get-fleet-summary";
import { getFleetTimeline } from "./get-fleet-timeline";
import { insertCoverage, insertMinutes } from "./testing/insert-minutes";

// 10 days of a fleet of 1,000: a collapse of an hour on the last day, ten minutes in which nobody listened.
const day = 1_440;
const first = 28_000_000;
const last = first + 10 * day - 1;
const collapse = { from: last - 600, to: last - 541 };
const gap = { from: last - 100, to: last - 91 };

let test_: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  test_ = await createTestDatabase();
  ctx = systemCtx(test_.db, "test", dateOfMinute(last + 2));
  const minutes = [];
  for (let minute = first; minute <= last; minute++) {
    if (minute >= gap.from && minute <= gap.to) continue;
    const isDown = minute >= collapse.from && minute <= collapse.to;
    const connected = isDown ? 20 : 900 + (minute % 7);
    const counts = { connected, outdated_agent: isDown ? 880 : 0, silent: 990 - connected - (isDown ? 880 : 0) };
    minutes.push({ minute, ...counts, quarantined: 10, seen: isDown ? 905 : connected, verified: connected - 20 });
    if (minute > last - 30) minutes.push({ minute, dimension: "agent" as const, key: "1.5.0", connected: 7 });
  }
  await insertMinutes(test_.sql, minutes);
  await insertCoverage(test_.sql, first, last);
  await test_.sql`delete from coverage where minute between ${gap.from} and ${gap.to}`;
  await test_.sql`
    insert into findings (rule, fingerprint, title, summary, severity, confidence, subjects, evidence, started_at, ended_at, detected_at, last_seen_at)
    values ('fleet.collapse', 'f', 't', 's', 'critical', 1, '{"fleet":""}', '{}',
      ${dateOfMinute(collapse.from)}, ${dateOfMinute(collapse.to)}, now(), now())`;
});
afterAll(() => test_.drop());

const timeline = (fromMinute: number, toMinute: number, more: object = {}) =>
  getFleetTimeline(ctx, { fromMinute, toMinute, unit: "devices", ...more });

test("a day is a point a minute, each of which sums, and a gap is unknown and not zero", async () => {
  const { points, stepMinutes } = await timeline(last - day + 1, last);
  expect(stepMinutes).toBe(1);
  expect(points).toHaveLength(day);
  for (const { counts } of points) {
    const blocked = counts.blocked.outdated_agent + counts.blocked.legacy_token + counts.blocked.unverified;
    const sum = counts.connected + blocked + counts.silent + counts.quarantined + counts.unknown;
    expect([counts.enrolled, sum]).toEqual([1_000, 1_000]);
  }
  const none = points.filter((point) => point.coverage === "none");
  expect(none.map((point) => point.minute)).toEqual(Array.from({ length: 10 }, (_, n) => gap.from + n));
  expect(none.every((point) => point.counts.unknown === 1_000)).toBe(true);
});

test("thinning keeps whole minutes: the lowest and the highest of each bucket, and gaps", async () => {
  const { points, stepMinutes } = await timeline(first, last, { maxPoints: 200 });
  expect(stepMinutes).toBe(144);
  expect(points.length).toBeLessThanOrEqual(202);
  const connected = points.filter((point) => point.coverage !== "none").map((point) => point.counts.connected);
  expect([Math.min(...connected), Math.max(...connected)]).toEqual([20, 906]);
  expect(points.filter((point) => point.coverage === "none").map((point) => point.minute)).toEqual([gap.from]);
  expect(points.every((point) => point.counts.enrolled === 1_000)).toBe(true);
  expect(points.map((point) => point.minute)).toEqual(points.map((point) => point.minute).sort((a, b) => a - b));
});

test("what was expected leaves the collapse's own minutes out", async () => {
  const { expected } = await timeline(last - 660, last);
  expect(expected.length).toBeGreaterThan(100);
  for (const band of expected) {
    expect(band.median).toBeGreaterThanOrEqual(900);
    expect(band.median).toBeLessThanOrEqual(906);
    expect(band.low).toBeLessThan(band.median);
  }
});

test("with fewer than three earlier days nothing is expected, and the timeline says so", async () => {
  expect(await timeline(first, first + 60)).toMatchObject({ expected: [], hasTooFewDays: true });
  expect(await timeline(first + 3 * day - 600, first + 3 * day - 540)).toMatchObject({
    expected: [],
    hasTooFewDays: true,
  });
  const known = await timeline(first + 3 * day + 60, first + 3 * day + 120);
  expect(known.expected).toHaveLength(61);
  expect(known.hasTooFewDays).toBe(false);
});

test("the day's ranges of a short chart and the one range of a long chart give the same band", async () => {
  const short = await timeline(last - 1_200, last - 700);
  const long = await timeline(last - 3 * day, last);
  const at = new Map(long.expected.map((band) => [band.minute, band.median]));
  const both = short.expected.filter((band) => at.has(band.minute));
  expect(both.length).toBeGreaterThan(5);
  for (const band of both) expect(Math.abs(band.median - (at.get(band.minute) ?? 0))).toBeLessThanOrEqual(3);
});

test("a value that nobody had yet counts nobody; minutes that are not closed are left away", async () => {
  const { points } = await timeline(last - 59, last + 60, { filter: { agent: ["1.5.0"] } });
  expect(points).toHaveLength(60);
  expect(points[0]?.counts.enrolled).toBe(0);
  expect(points.at(-1)?.counts).toMatchObject({ enrolled: 7, connected: 7 });
});

test("GPUs are counted like devices", async () => {
  const { points } = await timeline(last, last, { unit: "gpus" });
  expect(points[0]?.counts.enrolled).toBe(2_000);
});

test("a range that is none is refused", async () => {
  await expect(timeline(last, first)).rejects.toMatchObject({ code: "bad_range" });
  await expect(timeline(0, last)).rejects.toMatchObject({ code: "bad_range" });
});

test("the summary is the last closed minute's, or any earlier one's; levels nest", async () => {
  const now = await getFleetSummary(ctx);
  expect(now).toMatchObject({ minute: last, isLatest: true, coverage: "full" });
  expect(now.evidence.devices).toEqual({
    claimed: 1_000,
    seen: 900 + (last % 7),
    admitted: 900 + (last % 7),
    verified: 880 + (last % 7),
  });
  const then = await getFleetSummary(ctx, { minute: collapse.from });
  expect(then).toMatchObject({ isLatest: false, devices: { enrolled: 1_000, connected: 20 } });
  expect(then.devices.blocked).toEqual({ outdated_agent: 880, legacy_token: 0, unverified: 0 });
  expect(then.gpus.enrolled).toBe(2_000);
});

test("a minute that has not come or is not closed is refused by its own code", async () => {
  await expect(getFleetSummary(ctx, { minute: last + 3 })).rejects.toMatchObject({ code: "future_minute" });
  await expect(getFleetSummary(ctx, { minute: last + 1 })).rejects.toMatchObject({ code: "minute_not_closed" });
});
