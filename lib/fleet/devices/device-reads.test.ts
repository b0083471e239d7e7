import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { dateOfMinute, minuteOf } from "../minute";
import { stateCodes } from "../states";
import { ctxOf } from "../testing/actors";
import { makeFleet } from "../testing/make-fleet";
import { getDevice } from "./get-device";
import { getDevicePresence, readDeviceRuns } from "./get-device-presence";
import { getDeviceStrip } from "./get-device-strip";
import { listAttributeChanges } from "./list-attribute-changes";
import { listTransitions } from "./list-transitions";

// Partitions exist around the day of the run.
const now = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 10 * 3_600_000);
const minute = minuteOf(now);
const { connected, silent, none } = stateCodes;

let database: TestDatabase;
let ordinal: number;
beforeAll(async () => {
  database = await createTestDatabase();
  const enrolledAt = dateOfMinute(minute - 300);
  const made = await makeFleet(
    database.db,
    [
      {
        deviceId: "gpu-1",
        provider: "north",
        agent: "1.5.0",
        gpuModel: "RTX 4090",
        state: connected,
        sinceMinute: minute - 60,
      },
    ],
    enrolledAt,
  );
  ordinal = made.get("gpu-1") ?? -1;
  const { sql } = database;
  await sql`insert into transitions (shard, ordinal, minute, from_state, to_state) values
    (0, ${ordinal}, ${minute - 300}, ${none}, ${connected}),
    (0, ${ordinal}, ${minute - 100}, ${connected}, ${silent}),
    (0, ${ordinal}, ${minute - 60}, ${silent}, ${connected})`;
  await sql`insert into coverage select m, 2 from generate_series(${minute - 400}::int, ${minute - 1}::int) m
    where m not between ${minute - 90} and ${minute - 81}`;
  await sql`insert into shard_rolls (shard, rolled_through, epoch) values (0, ${minute - 1}, 1)`;
  const changed = [dateOfMinute(minute - 200), dateOfMinute(minute - 150)];
  await sql`insert into device_history (shard, ordinal, field, "from", "to", value) values
    (0, ${ordinal}, 'agent', ${enrolledAt}, ${changed[0] as Date}, '1.3.0'),
    (0, ${ordinal}, 'agent', ${changed[0] as Date}, ${changed[1] as Date}, '1.4.0')`;
});
afterAll(() => database.drop());

const ctx = () => ctxOf(database.db, "viewer", now);

test("a device is read with its attributes and state", async () => {
  const device = await getDevice(ctx(), "gpu-1");
  expect(device).toMatchObject({ id: "gpu-1", provider: { slug: "north" }, agent: "1.5.0", decision: null });
  expect(device.rolled).toEqual({ code: connected, sinceMinute: minute - 60, lastSeenMinute: null });
  await expect(getDevice(ctx(), "nobody")).rejects.toMatchObject({ code: "device_not_found" });
});

test("presence tiles the range exactly; minutes without coverage are unknown", async () => {
  const from = new Date(dateOfMinute(minute - 310).getTime() + 20_000);
  const to = new Date(dateOfMinute(minute - 10).getTime() + 30_000);
  const intervals = await getDevicePresence(ctx(), "gpu-1", from, to);
  expect(intervals.map((part) => [part.state, minuteOf(part.from) - minute, minuteOf(part.to) - minute])).toEqual([
    ["not_enrolled", -310, -300],
    ["connected", -300, -100],
    ["silent", -100, -90],
    ["unknown", -90, -80],
    ["silent", -80, -60],
    ["connected", -60, -10],
  ]);
  expect(intervals[0]?.from).toEqual(from);
  expect(intervals.at(-1)?.to).toEqual(to);
});

test("a range within one state, before a transition and after all of them", async () => {
  const of = async (from: number, to: number) =>
    (await getDevicePresence(ctx(), "gpu-1", dateOfMinute(minute + from), dateOfMinute(minute + to))).map(
      (p) => p.state,
    );
  expect(await of(-95, -92)).toEqual(["silent"]);
  expect(await of(-299, -298)).toEqual(["connected"]);
  expect(await of(-20, 5)).toEqual(["connected", "unknown"]);
});

test("a range that ends before it begins, or is too long, is refused", async () => {
  await expect(getDevicePresence(ctx(), "gpu-1", now, now)).rejects.toMatchObject({ code: "bad_range" });
  await expect(getDevicePresence(ctx(), "gpu-1", new Date(0), now)).rejects.toMatchObject({ code: "bad_range" });
});

test("the strip covers 30 days up to now", async () => {
  const strip = await getDeviceStrip(ctx(), "gpu-1");
  expect(strip.toMinute - strip.fromMinute).toBe(30 * 1_440);
  expect(strip.runs[0]).toMatchObject({ code: none, from: strip.fromMinute });
  expect(strip.runs.at(-1)).toMatchObject({ code: connected, to: minute });
});

test("transitions come newest first, page by page; attribute changes say from what to what", async () => {
  const first = await listTransitions(ctx(), { device: "gpu-1" });
  expect(first.items.map((item) => item.to)).toEqual([connected, silent, connected]);
  expect(first.next).toBeNull();
  const earlier = await listTransitions(ctx(), { device: "gpu-1", beforeMinute: minute - 60 });
  expect(earlier.items).toHaveLength(2);
  expect(first.items.at(-1)?.from).toBe(none);
  const changes = await listAttributeChanges(ctx(), "gpu-1");
  expect(changes.map(({ field, from, to }) => [field, from, to])).toEqual([
    ["agent", "1.4.0", "1.5.0"],
    ["agent", "1.3.0", "1.4.0"],
  ]);
});

test("before the first minute that was ever rolled a device that was enrolled is unknown, in its transitions as in its strip", async () => {
  const { owner } = database;
  await owner`update devices set enrolled_at = ${dateOfMinute(minute - 2_000)} where ordinal = ${ordinal}`;
  await owner`update transitions set from_state = ${none} where ordinal = ${ordinal} and minute = ${minute - 300}`;
  const { items } = await listTransitions(ctx(), { device: "gpu-1" });
  expect(items.at(-1)).toEqual({ minute: minute - 300, from: stateCodes.unknown, to: connected });
  const { runs } = await getDeviceStrip(ctx(), "gpu-1");
  const before = runs.find(({ to }) => to > minute - 1_000);
  expect(before?.code).toBe(stateCodes.unknown);
  expect(await readDeviceRuns(ctx(), "gpu-1", { from: minute - 1_000, to: minute - 999 })).toEqual([
    { code: stateCodes.unknown, from: minute - 1_000, to: minute - 999 },
  ]);
});
