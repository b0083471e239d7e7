import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connectDatabase } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { bitsToLiteral, ShardBits } from "../bit-set";
import { minuteOf } from "../minute";
import { ctxOf } from "../testing/actors";
import { makeFleet } from "../testing/make-fleet";
import { moveDevice } from "./move-device";
import { quarantineDevices } from "./quarantine-devices";
import { releaseDevices } from "./release-devices";
import { retireDevices } from "./retire-devices";

const now = new Date("2026-04-25T09:00:30Z");
const later = new Date("2026-04-25T10:00:00Z");
const minute = minuteOf(now);
const setId = "5f0c7a52-7a0e-4f7a-8f65-0c1f4f1d9a11";
const reason = "claims more GPUs than it has";

let database: TestDatabase;
let ordinals: Map<string, number>;
beforeAll(async () => {
  database = await createTestDatabase();
  const made = Array.from({ length: 30 }, (_, i) => ({ deviceId: `d${i}`, provider: "north", gpuCount: 2 }));
  ordinals = await makeFleet(database.db, [...made, { deviceId: "south-1", provider: "south" }], new Date(0));
  const bits = new ShardBits();
  for (let i = 0; i < 30; i++) bits.add(ordinals.get(`d${i}`) ?? 0);
  await database.sql`insert into device_set_bits (shard, set_id, bits) values (0, ${setId}, ${bitsToLiteral(bits)}::bit(65536))`;
});
beforeEach(async () => {
  await database.sql`update devices set decision = null, decision_reason = null`;
  await database.owner`truncate device_decisions, roll_queue, audit_log, domain_events, device_history`;
});
afterAll(() => database.drop());

const responder = (at = now) => ctxOf(database.db, "responder", at);
const decisions = () => database.sql`select ordinal, kind, from_minute, to_minute, reason, actor from device_decisions`;
const audit = () => database.sql`select action, target_kind, target_id, actor_name, after from audit_log order by id`;

test("quarantine and release make an interval, bump the version, queue a roll and leave audit rows and events", async () => {
  const [before] = await database.sql`select version::text from devices where device_id = 'd1'`;
  const done = await quarantineDevices(responder(), { target: { device: "d1" }, reason });
  expect(done).toEqual({ devices: 1, gpus: 2, skipped: 0 });
  const [row] = await database.sql`select decision, decision_reason, version::text from devices where device_id = 'd1'`;
  expect(row).toMatchObject({ decision: "quarantined", decision_reason: reason });
  expect(row?.version).not.toBe(before?.version);
  expect(await database.sql`select shard, minute from roll_queue`).toEqual([{ shard: 0, minute }]);

  await releaseDevices(responder(later), { target: { device: "d1" }, reason: "verified again" });
  expect(await decisions()).toEqual([
    {
      ordinal: ordinals.get("d1"),
      kind: "quarantined",
      from_minute: minute,
      to_minute: minuteOf(later),
      reason,
      actor: "A responder",
    },
  ]);
  expect((await audit()).map((entry) => [entry.action, entry.target_id])).toEqual([
    ["device.quarantine", "d1"],
    ["device.release", "d1"],
  ]);
  const events = await database.sql`select kind, figures->>'gpus' as gpus from domain_events order by id`;
  expect(events).toMatchObject([{ kind: "device.quarantined", gpus: "2" }, { kind: "device.released" }]);
});

test("a set is quarantined whole once its number is typed; those that were so already are counted as skipped", async () => {
  await quarantineDevices(responder(), { target: { device: "d3" }, reason });
  const of = (confirmedDevices?: number) =>
    quarantineDevices(responder(), { target: { set: setId }, reason, confirmedDevices });
  await expect(of()).rejects.toMatchObject({ code: "confirmation_needed", details: { devices: 30 } });
  await expect(of(300)).rejects.toMatchObject({ code: "count_changed", details: { devices: 30 } });
  expect(await of(30)).toEqual({ devices: 29, gpus: 58, skipped: 1 });
  expect(await decisions()).toHaveLength(30);
});

test("quarantined twice, released twice, retired twice: a conflict that writes nothing", async () => {
  const input = { target: { device: "d2" }, reason };
  await quarantineDevices(responder(), input);
  await expect(quarantineDevices(responder(later), input)).rejects.toMatchObject({ code: "not_quarantinable" });
  await releaseDevices(responder(), input);
  await expect(releaseDevices(responder(), input)).rejects.toMatchObject({ code: "not_quarantined" });
  await retireDevices(responder(), input);
  await expect(retireDevices(responder(), input)).rejects.toMatchObject({ code: "already_retired" });
  expect(await audit()).toHaveLength(3);
});

test("quarantined again within the minute of its release: the interval is open again", async () => {
  const input = { target: { device: "d4" }, reason };
  await quarantineDevices(responder(), input);
  await releaseDevices(responder(), input);
  await quarantineDevices(responder(), { ...input, reason: "no, it is not" });
  expect(await decisions()).toMatchObject([{ from_minute: minute, to_minute: null, reason: "no, it is not" }]);
});

test("retirement ends a quarantine", async () => {
  await quarantineDevices(responder(), { target: { device: "d5" }, reason });
  await retireDevices(responder(later), { target: { device: "d5" }, reason: "sold" });
  const rows = await decisions();
  expect(rows.find((row) => row.kind === "quarantined")?.to_minute).toBe(minuteOf(later));
  expect(rows.find((row) => row.kind === "retired")).toMatchObject({ from_minute: minuteOf(later), to_minute: null });
});

test("roles that may not, unknown devices and empty reasons are refused", async () => {
  const input = { target: { device: "d6" }, reason };
  for (const role of ["viewer", "relations"] as const) {
    const ctx = ctxOf(database.db, role, now);
    await expect(quarantineDevices(ctx, input)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(releaseDevices(ctx, input)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(retireDevices(ctx, input)).rejects.toMatchObject({ kind: "forbidden" });
  }
  await expect(quarantineDevices(responder(), { ...input, reason: " " })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const nobody = quarantineDevices(responder(), { target: { device: "nobody" }, reason });
  await expect(nobody).rejects.toMatchObject({ code: "device_not_found" });
  const noSet = quarantineDevices(responder(), { target: { set: "5f0c7a52-7a0e-4f7a-8f65-0c1f4f1d9a99" }, reason });
  await expect(noSet).rejects.toMatchObject({ code: "device_set_empty" });
  expect(await audit()).toHaveLength(0);
});

test("a device moves to another provider, and whom it belonged to stays as intervals", async () => {
  const admin = (at: Date) => ctxOf(database.db, "admin", at);
  await moveDevice(admin(now), { device: "south-1", toProvider: "north", reason: "sold" });
  await moveDevice(admin(later), { device: "south-1", toProvider: "south", reason: "sold back" });
  const history = await database.sql<{ from: Date; to: Date; slug: string }[]>`
    select "from", "to", slug from device_history join providers on providers.id::text = value order by "to"`;
  expect(history).toEqual([
    { from: new Date(0), to: now, slug: "south" },
    { from: now, to: later, slug: "north" },
  ]);
  expect((await audit()).map((row) => row.action)).toEqual(["device.move", "device.move"]);
});

test("only an admin moves a device, to a provider that is there and is another", async () => {
  const input = { device: "d7", toProvider: "south", reason: "sold" };
  await expect(moveDevice(responder(), input)).rejects.toMatchObject({ kind: "forbidden" });
  const admin = ctxOf(database.db, "admin", now);
  await expect(moveDevice(admin, { ...input, toProvider: "east" })).rejects.toMatchObject({
    code: "provider_not_found",
  });
  await expect(moveDevice(admin, { ...input, toProvider: "north" })).rejects.toMatchObject({ code: "same_provider" });
});

test("devices are locked in their order, as gateways lock them: neither waits for the other in a circle", async () => {
  const first = ordinals.get("d0") as number;
  const last = ordinals.get("d29") as number;
  await database.sql`
    insert into devices (shard, ordinal, device_id, provider_id, enrolled_at)
    select 1, 65536 + i, 'filler-' || i, 1, now() from generate_series(0, 4999) i`;
  // Its row then stands behind all others; in a large fleet the planner reads the table as it stands.
  await database.sql`vacuum full devices`;
  await database.sql`update devices set name = 'moved' where ordinal = ${first}`;
  await database.sql`analyze devices`;
  const large = connectDatabase(database.url, { max: 1 });
  await large.$client`set enable_nestloop = off`;
  await large.$client`set enable_mergejoin = off`;
  const { act } = await database.sql.begin(async (gateway) => {
    await gateway`select from devices where ordinal = ${first} for update`;
    const input = { target: { set: setId }, reason, confirmedDevices: 30 };
    const act = quarantineDevices(ctxOf(large, "responder", now), input);
    await vi.waitUntil(async () => {
      const waiting = await database.sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return waiting.length > 0;
    });
    // Were it locked by the act, which waits for the gateway, this would be the circle.
    await expect(gateway`select from devices where ordinal = ${last} for update nowait`).resolves.toHaveLength(1);
    return { act };
  });
  await act;
  await large.$client.end();
  await database.sql`delete from devices where shard = 1`;
  expect(await decisions()).toHaveLength(30);
});

test.each([1e15, 2 ** 31])("a filter at minute %d, which there never is, is refused as input", async (minute) => {
  const act = quarantineDevices(responder(), { target: { filter: {}, minute }, reason, confirmedDevices: 30 });
  await expect(act).rejects.toMatchObject({ code: "invalid_input" });
});
