import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { isoOfMinute, minuteOf } from "../minute";
import { planes } from "../planes";
import { rollRange } from "../roll-call/roll-range";
import { TestRecords } from "../roll-call/testing";
import { answerDevicePresence } from "./device-presence-answer";
import { answerDevices } from "./devices-answer";
import { answerSummary } from "./summary-answer";
import { answerTimeline } from "./timeline-answer";

const now = new Date();
const last = minuteOf(now) - 1;
const first = last - 29;

let database: TestDatabase;
let ctx: Ctx;
// Device 0 calls throughout, 1 is turned away from minute 10 on, 2 falls silent at 10, 3 never called; nobody listened at 20.
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemCtx(database.db, "test", now);
  const records = new TestRecords(database.sql, database.owner);
  for (const ordinal of [0, 1, 2, 3]) {
    const agent = ordinal === 1 ? "1.4.2" : "1.5.0";
    const about = { region: ordinal === 3 ? undefined : "DE", gpuModel: "H100", agent };
    await records.enrol({ ordinal, providerId: 1, gpuCount: 2 ** ordinal, enrolledMinute: first - 10, ...about });
  }
  for (let minute = first; minute <= last; minute++) {
    if (minute === first + 20) continue;
    const isEarly = minute < first + 10;
    await records.cover(minute, 2);
    await records.call(0, minute, planes.admitted);
    await records.call(1, minute, isEarly ? planes.admitted : planes.outdated_agent);
    if (isEarly) await records.call(2, minute, planes.admitted);
  }
  await database.sql`insert into device_ids (id, ordinal) select device_id, ordinal from devices`;
  await rollRange(database.sql, first, last, { now: () => now });
});
afterAll(() => database.drop());

const params = (query: string) => new URLSearchParams(query);
const at = (offset: number) => isoOfMinute(first + offset);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error) => `${error.status} ${error.code}`,
  );

test("the summary of now has these fields and no others", async () => {
  expect(await answerSummary(ctx, params(""))).toEqual({
    at: isoOfMinute(last),
    devices: {
      enrolled: 4,
      connected: 1,
      blocked: { outdated_agent: 1, legacy_token: 0, unverified: 0 },
      silent: 2,
      quarantined: 0,
      unknown: 0,
    },
    gpus: {
      enrolled: 15,
      connected: 1,
      blocked: { outdated_agent: 2, legacy_token: 0, unverified: 0 },
      silent: 12,
      quarantined: 0,
      unknown: 0,
    },
    evidence: { claimed: 4, seen: 2, admitted: 1, verified: 0 },
    evidence_gpus: { claimed: 15, seen: 3, admitted: 1, verified: 0 },
    coverage: "full",
    is_latest: true,
  });
});

test("the summary of any minute, in any zone, to the second; of a filter; of a minute without coverage", async () => {
  const then = await answerSummary(ctx, params(`at=${at(5).replace("00.000Z", "41Z")}`));
  expect(then).toMatchObject({ at: at(5), is_latest: false, devices: { connected: 3 } });
  const local = new Date(Date.parse(at(5)) + 2 * 3_600_000).toISOString().replace(/\.000Z$/, "+02:00");
  expect((await answerSummary(ctx, params(`at=${local}`))).at).toBe(at(5));
  const blocked = await answerSummary(ctx, params("state=blocked&provider=provider-1"));
  expect(blocked).toMatchObject({ devices: { enrolled: 1 }, evidence: { claimed: 1, seen: 1, admitted: 0 } });
  const deaf = await answerSummary(ctx, params(`at=${at(20)}`));
  expect(deaf).toMatchObject({ coverage: "none", devices: { enrolled: 4, connected: 0, silent: 0, unknown: 4 } });
});

test("wrong times are refused by stable codes", async () => {
  const summary = (query: string) => code(answerSummary(ctx, params(query)));
  expect(await summary("at=yesterday")).toBe("400 bad_time");
  expect(await summary("at=2024-02-30T00:00:00Z")).toBe("400 bad_time");
  expect(await summary("at=")).toBe("400 bad_time");
  expect(await summary(`at=${new Date(now.getTime() + 3_600_000).toISOString()}`)).toBe("400 future_minute");
  expect(await summary(`at=${now.toISOString()}`)).toBe("409 minute_not_closed");
  expect(await summary("state=gone")).toBe("400 bad_filter");
  expect(await summary("set=0193a0c0-0000-7000-8000-000000000000")).toBe("404 device_set_not_found");
});

test("the timeline of the fleet and of one value of a dimension", async () => {
  const timeline = await answerTimeline(ctx, params(`from=${at(0)}&to=${at(30)}`));
  expect(timeline).toMatchObject({ from: at(0), to: at(30), unit: "devices", step_minutes: 1 });
  expect(timeline.points).toHaveLength(30);
  expect(timeline.points[25]).toEqual({
    at: at(25),
    coverage: "full",
    enrolled: 4,
    connected: 1,
    blocked: { outdated_agent: 1, legacy_token: 0, unverified: 0 },
    silent: 2,
    quarantined: 0,
    unknown: 0,
    evidence: { claimed: 4, seen: 2, admitted: 1, verified: 0 },
  });
  const of = (query: string) => answerTimeline(ctx, params(`from=${at(0)}&to=${at(30)}&${query}`));
  expect((await of("dimension=agent&key=1.4.2")).points[25]).toMatchObject({ enrolled: 1, connected: 0 });
  expect((await of("dimension=region&key=&unit=gpus")).points[25]).toMatchObject({ enrolled: 8, silent: 8 });
  expect((await of("dimension=provider&key=provider-1")).points.at(-1)).toMatchObject({ enrolled: 4, connected: 1 });
  expect((await of("points=4")).points.length).toBeLessThanOrEqual(6);
});

test("a timeline of nothing that there is, is refused by stable codes", async () => {
  const timeline = (query: string) => code(answerTimeline(ctx, params(query)));
  expect(await timeline("dimension=colour&key=red")).toBe("400 unknown_dimension");
  expect(await timeline("dimension=region")).toBe("400 missing_key");
  expect(await timeline("unit=watts")).toBe("400 unknown_unit");
  expect(await timeline("points=many")).toBe("400 bad_number");
  expect(await timeline("from=1&to=2")).toBe("400 bad_time");
  expect(await timeline("from=2999-01-01T00:00:00Z")).toBe("400 future_minute");
  expect(await timeline(`from=${at(9)}&to=${at(3)}`)).toBe("400 bad_range");
});

test("devices come a page at a time behind an opaque cursor", async () => {
  const page = await answerDevices(ctx, params("limit=3"));
  expect(page).toMatchObject({ total: 4, at: isoOfMinute(last) });
  expect(page.items[1]).toEqual({
    device: "device-1",
    name: null,
    provider: "provider-1",
    region: "DE",
    gpu_model: "H100",
    gpu_count: 2,
    agent: "1.4.2",
    cluster: null,
    state: "blocked",
    reason: "outdated_agent",
    since: at(21),
    last_heartbeat: null,
  });
  const rest = await answerDevices(ctx, params(`limit=3&cursor=${page.next}`));
  expect([rest.items.map((item) => item.device), rest.next]).toEqual([["device-3"], null]);
  const then = await answerDevices(ctx, params(`at=${at(5)}&state=connected`));
  expect(then.items.map((item) => item.device)).toEqual(["device-0", "device-1", "device-2"]);
});

test("a list that cannot be is refused by stable codes", async () => {
  const devices = (query: string) => code(answerDevices(ctx, params(query)));
  expect(await devices("cursor=abc")).toBe("400 invalid_cursor");
  expect(await devices("sort=colour")).toBe("400 unknown_sort");
  expect(await devices("limit=501")).toBe("400 bad_number");
  expect(await devices("at=2999-01-01T00:00:00Z")).toBe("400 future_minute");
  expect(await devices("at=nine")).toBe("400 bad_time");
});

test("a device's states tile the time that was asked for", async () => {
  const answer = await answerDevicePresence(ctx, "device-1", params(`from=${at(5)}&to=${at(25)}`));
  expect(answer).toEqual({
    device: "device-1",
    from: at(5),
    to: at(25),
    intervals: [
      { state: "connected", from: at(5), to: at(10) },
      { state: "blocked", reason: "outdated_agent", from: at(10), to: at(20) },
      { state: "unknown", from: at(20), to: at(21) },
      { state: "blocked", reason: "outdated_agent", from: at(21), to: at(25) },
    ],
  });
  const presence = (id: string, query: string) => code(answerDevicePresence(ctx, id, params(query)));
  expect(await presence("nobody", "")).toBe("404 device_not_found");
  expect(await presence("device-1", "from=x")).toBe("400 bad_time");
  expect(await presence("device-1", `from=${at(9)}&to=${at(3)}`)).toBe("400 bad_range");
  expect(await presence("device-1", "from=2999-01-01T00:00:00Z")).toBe("400 future_minute");
});
