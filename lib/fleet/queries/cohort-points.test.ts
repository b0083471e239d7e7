import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { dateOfMinute } from "../minute";
import { planes } from "../planes";
import { ensureDays } from "../roll-call/ensure-days";
import { rollRange } from "../roll-call/roll-range";
import { TestRecords } from "../roll-call/testing";
import { areFew, hoursApartFor, ofHoursApart } from "./cohort-points";
import { getFleetTimeline } from "./get-fleet-timeline";

const minutesOf = (hours: number) => Array.from({ length: hours * 60 }, (_, index) => 6_000 + index);

test("of two days every hour, however many shards; of thirty as many as can be read", () => {
  expect(hoursApartFor(minutesOf(48), 1_000)).toBe(1);
  expect([1, 3, 10, 100].map((shards) => hoursApartFor(minutesOf(720), shards))).toEqual([1, 1, 3, 30]);
});

test("hours apart end with the last one, and leave out the minutes that need the hour before", () => {
  expect(ofHoursApart(minutesOf(72), 1)).toEqual(minutesOf(72));
  const some = ofHoursApart(minutesOf(72), 3);
  expect(some).toHaveLength(24 * 58);
  expect(some.at(-1)).toBe(6_000 + 72 * 60 - 1);
  expect(some.every((minute) => minute % 60 >= 2)).toBe(true);
});

test("a week of a provider in two shards is counted whole, that of a fleet of ten shards is not", () => {
  expect([2, 10].map((shards) => areFew(minutesOf(168), shards))).toEqual([true, false]);
});

const last = 29_000_000;
const first = last - 3 * 1_440 + 1;
let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemCtx(database.db, "test", dateOfMinute(last + 2));
  const records = new TestRecords(database.sql);
  for (const providerId of [1, 2]) {
    await records.enrol({ ordinal: providerId, providerId, enrolledMinute: first - 10 });
  }
  await ensureDays(database.sql, first, last, ["presence"]);
  await database.sql`insert into coverage (minute, status) select m, 2 from generate_series(${first - 5}::int, ${last}::int) m`;
  await database.sql`
    insert into presence (plane, shard, minute, bits)
    select ${planes.admitted}, 0, m, set_bit(set_bit(repeat('0', 65536)::bit(65536), 1, 1), 2, 1)
    from generate_series(${first}::int, ${last}::int) m`;
  // In one bucket each falls for minutes of its own; the fleet's lowest minute is the first one's.
  for (const [ordinal, from] of [
    [1, first + 1_230],
    [2, first + 1_240],
  ] as const) {
    await database.sql`update presence set bits = set_bit(bits, ${ordinal}, 0) where minute between ${from} and ${from + 4}`;
  }
  await rollRange(database.sql, first, last, { now: () => dateOfMinute(last + 1) });
});
afterAll(() => database.drop());

test("a provider's dip of minutes stands in a chart of days, whatever the fleet did in the same bucket", async () => {
  for (const [provider, silentFrom] of [
    ["provider-1", 1_231],
    ["provider-2", 1_241],
  ] as const) {
    const { points, stepMinutes } = await getFleetTimeline(ctx, {
      ...{ fromMinute: first, toMinute: last, unit: "devices", maxPoints: 36 },
      filter: { provider: [provider] },
    });
    expect(stepMinutes).toBe(240);
    const silent = points.filter(({ counts }) => counts.silent > 0).map(({ minute }) => minute - first);
    expect([provider, silent]).toEqual([provider, [silentFrom]]);
  }
});
