import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { minuteOf } from "../minute";
import { blockReasons } from "../planes";
import { historyOf, liveThrough } from "../roll-call/roll-model";
import { TestRecords } from "../roll-call/testing";
import { stateNames } from "../states";
import type { Evidence, FleetFilter, FleetSummary, StateCounts } from "../types";
import { getFleetBreakdown } from "./get-fleet-breakdown";
import { getFleetSummary } from "./get-fleet-summary";
import { getFleetTimeline } from "./get-fleet-timeline";
import { stateCountsOf } from "./minute-counts";
import { naiveCounts } from "./testing/naive-counts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date();
const minutes = 66;
const start = minuteOf(now) - (minuteOf(now) % 60) - 120;

const some = <T>(...values: T[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined, freq: 2 });
const filters: fc.Arbitrary<FleetFilter> = fc.record({
  region: some("", "region-0", "region-1", "nowhere"),
  provider: some("provider-1", "provider-2", "provider-3", "nobody"),
  gpuModel: some("model-0", "model-1", "model-2"),
  agent: some("1.0.0", "1.3.0", "1.7.0", "1.12.0", "1.20.0"),
  state: some(...stateNames),
  reason: some(...blockReasons),
});
const questions = fc.array(fc.record({ filter: filters, minute: fc.integer({ min: 0, max: minutes - 1 }) }), {
  minLength: 3,
  maxLength: 6,
});

const sumOf = (counts: StateCounts) =>
  counts.connected +
  counts.blocked.outdated_agent +
  counts.blocked.legacy_token +
  counts.blocked.unverified +
  counts.silent +
  counts.quarantined +
  counts.unknown;

function expectNested(evidence: Evidence, counts: StateCounts): void {
  expect(evidence.claimed).toBe(counts.enrolled);
  expect(evidence.seen).toBeLessThanOrEqual(evidence.claimed);
  expect(evidence.admitted).toBeLessThanOrEqual(evidence.seen);
  expect(evidence.verified).toBeLessThanOrEqual(evidence.admitted);
}

function expectSound(summary: FleetSummary): void {
  expect(sumOf(summary.devices)).toBe(summary.devices.enrolled);
  expect(sumOf(summary.gpus)).toBe(summary.gpus.enrolled);
  expectNested(summary.evidence.devices, summary.devices);
  expectNested(summary.evidence.gpus, summary.gpus);
}

/** What is compared between ways of counting; levels in a minute without coverage are only bounded. */
const figures = ({ devices, gpus, evidence, coverage }: FleetSummary) => ({
  devices,
  gpus,
  evidence: coverage === "none" ? null : evidence,
});

async function checkQuestion(ctx: Ctx, filter: FleetFilter, minute: number): Promise<void> {
  const summary = await getFleetSummary(ctx, { minute, filter });
  expectSound(summary);
  expect(summary.devices).toEqual(stateCountsOf(await naiveCounts(ctx.db.$client, filter, minute)));

  // A provider more is no constraint when it is all of them, but takes the bits instead of the stored counts.
  if (!filter.provider) {
    const everybody = { ...filter, provider: ["provider-1", "provider-2", "provider-3"] };
    expect(figures(await getFleetSummary(ctx, { minute, filter: everybody }))).toEqual(figures(summary));
  }
  for (const dimension of ["region", "provider", "gpu_model", "agent"] as const) {
    const rows = await getFleetBreakdown(ctx, { minute, dimension, filter });
    const total = rows.reduce((sum, row) => sum + row.devices.enrolled, 0);
    expect([dimension, total]).toEqual([dimension, summary.devices.enrolled]);
    expect(rows.reduce((sum, row) => sum + row.gpus.connected, 0)).toBe(summary.gpus.connected);
    expect(rows.every((row) => sumOf(row.devices) === row.devices.enrolled)).toBe(true);
  }
}

async function checkTimelines(ctx: Ctx, filter: FleetFilter, from: number): Promise<void> {
  const range = { fromMinute: start + from, toMinute: start + minutes - 1 };
  for (const unit of ["devices", "gpus"] as const) {
    const { points } = await getFleetTimeline(ctx, { ...range, unit, filter });
    expect(points).toHaveLength(minutes - from);
    for (const point of points) {
      expect(sumOf(point.counts)).toBe(point.counts.enrolled);
      expectNested(point.evidence, point.counts);
      // Each summary judges the whole minute anew; a third of them is enough to meet every kind.
      if (point.minute % 3 !== 0) continue;
      const summary = await getFleetSummary(ctx, { minute: point.minute, filter });
      const isDeaf = point.coverage === "none";
      expect({ at: point.minute, ...point.counts }).toEqual({ at: point.minute, ...summary[unit] });
      if (!isDeaf)
        expect({ at: point.minute, ...point.evidence }).toEqual({ at: point.minute, ...summary.evidence[unit] });
    }
  }
}

test("whatever happened, every filter at every minute sums, nests, and is the same however it is counted", {
  timeout: 300_000,
}, async () => {
  const records = new TestRecords(database.sql, database.owner);
  await fc.assert(
    fc.asyncProperty(historyOf(minutes), questions, async (history, asked) => {
      await records.clear();
      await liveThrough(records, history, start, minutes, () => now);
      // A process of its own: what the one before kept in memory is of records that are gone.
      const db = connectDatabase(database.url, { max: 4 });
      try {
        const ctx = systemCtx(db, "test", now);
        for (const { filter, minute } of asked) await checkQuestion(ctx, filter, start + minute);
        for (const { filter, minute } of asked.slice(0, 2)) {
          const everybody = filter.provider
            ? filter
            : { ...filter, provider: ["provider-1", "provider-2", "provider-3"] };
          for (const counted of [filter, everybody]) await checkTimelines(ctx, counted, Math.min(minute, 40));
        }
      } finally {
        await db.$client.end({ timeout: 5 });
      }
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 2), endOnFailure: true },
  );
});
