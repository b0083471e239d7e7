import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemCtx } from "@/lib/context";
import { dayOfMinute, minuteOf } from "../minute";
import { planes } from "../planes";
import { foldDay } from "../presence/fold-day";
import { listDays } from "../presence/list-days";
import { getFleetTimeline } from "../queries/get-fleet-timeline";
import { historyOf, liveThrough } from "../roll-call/roll-model";
import { rollRange } from "../roll-call/roll-range";
import { TestRecords } from "../roll-call/testing";
import type { CountUnit, FleetFilter, TimelinePoint } from "../types";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date();
const minutes = 75;
const start = minuteOf(now) - (minuteOf(now) % 60) - 240;
const everybody: FleetFilter = { provider: ["provider-1", "provider-2", "provider-3"] };
const filters: FleetFilter[] = [
  everybody,
  { provider: ["provider-1"] },
  { provider: ["provider-2"], region: ["region-1", ""], agent: ["1.0.0", "1.3.0", "1.7.0"] },
  { ...everybody, state: ["connected", "quarantined"] },
];

type Range = { fromMinute: number; toMinute: number };

/** As a process sees it that has nothing in memory. */
async function timelines(range: Range, units: CountUnit[] = ["devices", "gpus"]): Promise<TimelinePoint[][]> {
  const db = connectDatabase(database.url, { max: 4 });
  const found: TimelinePoint[][] = [];
  try {
    const ctx = systemCtx(db, "test", now);
    for (const filter of filters) {
      for (const unit of units) found.push((await getFleetTimeline(ctx, { ...range, unit, filter })).points);
    }
  } finally {
    await db.$client.end({ timeout: 5 });
  }
  // Who was seen in a minute in which nobody listened is told by neither way.
  return found.map((points) =>
    points.map((point) => (point.coverage === "none" ? { ...point, evidence: { ...point.evidence, seen: 0 } } : point)),
  );
}

async function foldAll(): Promise<void> {
  for (const day of await listDays(database.sql, "presence")) await foldDay(database.sql, day);
}

test("whatever happened, every minute of a timeline is the same over folded hours as over hot minutes", {
  timeout: 300_000,
}, async () => {
  const records = new TestRecords(database.sql, database.owner);
  await fc.assert(
    fc.asyncProperty(historyOf(minutes), fc.integer({ min: 0, max: 40 }), async (history, from) => {
      await ensurePartitions(database.sql, dayOfMinute(start - 20), dayOfMinute(start + 120) + 1);
      await records.clear();
      await liveThrough(records, history, start, minutes, () => now);
      const range = { fromMinute: start + from, toMinute: start + minutes - 1 };
      const hot = await timelines(range);
      expect(hot.every((points) => points.length === minutes - from)).toBe(true);
      await foldAll();
      expect(await timelines(range)).toEqual(hot);
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 2), endOnFailure: true },
  );
});

test("a range that is folded in its first hour and hot in its second has every minute of both", async () => {
  const records = new TestRecords(database.sql, database.owner);
  await ensurePartitions(database.sql, dayOfMinute(start), dayOfMinute(start + 120) + 1);
  await records.clear();
  await records.enrol({ ordinal: 7, providerId: 1, gpuCount: 3, enrolledMinute: start - 10 });
  await records.enrol({ ordinal: 70_000, providerId: 2, enrolledMinute: start - 10 });
  for (let minute = start; minute < start + 60; minute++) {
    await records.cover(minute, 2);
    if (minute % 20 < 15) await records.call(7, minute, planes.admitted);
  }
  await foldAll();
  await ensurePartitions(database.sql, dayOfMinute(start), dayOfMinute(start + 120) + 1);
  for (let minute = start + 60; minute < start + 120; minute++) {
    await records.cover(minute, 2);
    if (minute % 20 < 15) await records.call(7, minute, planes.admitted);
  }
  await rollRange(database.sql, start, start + 119, { now: () => now });
  const [points] = await timelines({ fromMinute: start + 20, toMinute: start + 119 }, ["gpus"]);
  expect(points?.map((point) => point.minute)).toEqual(Array.from({ length: 100 }, (_, index) => start + 20 + index));
  // Of every twenty minutes it calls in fifteen and is still connected in the one after.
  expect(points?.map((point) => point.counts.connected)).toEqual(
    Array.from({ length: 100 }, (_, index) => (index % 20 < 16 ? 3 : 0)),
  );
});

test("who was watched by another source is known while Muster did not listen", async () => {
  const records = new TestRecords(database.sql, database.owner);
  await ensurePartitions(database.sql, dayOfMinute(start), dayOfMinute(start + 120) + 1);
  await records.clear();
  await records.enrol({ ordinal: 7, providerId: 1, enrolledMinute: start - 10 });
  for (let minute = start; minute < start + 20; minute++) {
    await records.call(7, minute, planes.observed);
    if (minute < start + 10) await records.call(7, minute, planes.admitted);
  }
  await rollRange(database.sql, start, start + 29, { now: () => now });
  await foldAll();
  const [points] = await timelines({ fromMinute: start + 2, toMinute: start + 29 }, ["devices"]);
  const states = points?.map(({ counts }) => (counts.connected ? "up" : counts.silent ? "down" : "unknown"));
  expect(states).toEqual([...Array(9).fill("up"), ...Array(9).fill("down"), ...Array(10).fill("unknown")]);
});
