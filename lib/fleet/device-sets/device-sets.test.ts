import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { ShardBits } from "../bit-set";
import { minuteOf } from "../minute";
import { insertMinutes } from "../queries/testing/insert-minutes";
import { TestRecords } from "../roll-call/testing";
import { combineBits } from "./combine-bits";
import { combineDeviceSets } from "./combine-device-sets";
import { countDeviceSets } from "./count-device-sets";
import { deleteDeviceSet } from "./delete-device-set";
import { setOperations } from "./device-set";
import { getSetName } from "./get-set-name";
import { listDeviceSets } from "./list-device-sets";
import { listSetOverviews } from "./list-set-overviews";
import { renameDeviceSet } from "./rename-device-set";
import { saveDeviceSet } from "./save-device-set";

const now = new Date();
const minute = minuteOf(now) - 2;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const records = new TestRecords(database.sql, database.owner);
  for (const ordinal of [0, 1, 2, 70_000]) {
    await records.enrol({
      ordinal,
      providerId: ordinal === 70_000 ? 2 : 1,
      region: ordinal === 1 ? "DE" : "US",
      gpuCount: ordinal === 70_000 ? 8 : 2,
      enrolledMinute: minute - 100,
    });
  }
  for (let at = minute - 5; at <= minute; at++) await records.cover(at, 2);
  await records.call(0, minute, 0);
  await insertMinutes(database.sql, [{ minute, connected: 1, silent: 3 }]);
});
afterAll(() => database.drop());
const as = (role: "viewer" | "relations" | "responder" | "admin") => testCtx(database.db, role, now);
const save = (name: string, filter: object) => saveDeviceSet(as("responder"), { name, filter });

test("a filter is kept as the devices that it found, with its audit row", async () => {
  const set = await save("  silent ones ", { state: ["silent"] });
  expect(set).toMatchObject({ name: "silent ones", devices: 3, gpus: 12, minute, createdBy: "Test responder" });
  const [audit] = await database.sql`select action, target_id, after from audit_log order by id desc limit 1`;
  expect(audit).toMatchObject({ action: "device-set.create", target_id: set.id });
  expect(audit?.after).toMatchObject({ devices: 3, gpus: 12, definition: { filter: { state: ["silent"] } } });
});

test("sets are united, intersected and subtracted, and a set is a filter again", async () => {
  const us = await save("US", { region: ["US"] });
  const first = await save("first provider", { provider: ["provider-1"] });
  const count = (op: (typeof setOperations)[number], ids = [us.id, first.id]) =>
    countDeviceSets(as("viewer"), { op, ids });
  expect(await count("union")).toEqual({ devices: 4, gpus: 14 });
  expect(await count("intersection")).toEqual({ devices: 2, gpus: 4 });
  expect(await count("difference")).toEqual({ devices: 1, gpus: 8 });
  const made = await combineDeviceSets(as("relations"), { op: "difference", ids: [us.id, first.id], name: "rest" });
  expect(made).toMatchObject({
    devices: 1,
    gpus: 8,
    definition: { op: "difference", names: ["US", "first provider"] },
  });
  expect(await save("again", { set: made.id })).toMatchObject({ devices: 1, gpus: 8 });
  await expect(
    combineDeviceSets(as("relations"), { op: "intersection", ids: [made.id, first.id], name: "none" }),
  ).rejects.toMatchObject({ code: "device_set_empty" });
});

test("the list is paged, the newest first, and found by part of a name", async () => {
  for (const name of ["page 1", "page 2", "page 3"]) await save(name, {});
  const first = await listDeviceSets(as("viewer"), { search: "page", limit: 2 });
  const second = await listDeviceSets(as("viewer"), { search: "page", limit: 2, cursor: first.next ?? "" });
  const names = [...first.items, ...second.items].map((set) => set.name);
  expect(names.sort()).toEqual(["page 1", "page 2", "page 3"]);
  expect(second.next).toBeNull();
  expect((await listDeviceSets(as("viewer"), { search: "%" })).items).toEqual([]);
  await expect(listDeviceSets(as("viewer"), { cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
});

test("what is deleted is gone once, and cannot be used", async () => {
  const set = await save("short-lived", {});
  const deletion = { id: set.id, reason: " made by mistake " };
  await deleteDeviceSet(as("responder"), deletion);
  const [audit] = await database.sql`select action, target_id, before, after from audit_log order by id desc limit 1`;
  expect(audit).toMatchObject({ action: "device-set.delete", target_id: set.id, before: { name: "short-lived" } });
  expect(audit?.after).toEqual({ reason: "made by mistake" });
  await expect(deleteDeviceSet(as("responder"), deletion)).rejects.toMatchObject({ code: "device_set_not_found" });
  await expect(save("of it", { set: set.id })).rejects.toMatchObject({ code: "device_set_not_found" });
  await expect(countDeviceSets(as("viewer"), { ids: [set.id] })).rejects.toMatchObject({
    code: "device_set_not_found",
  });
  const [left] = await database.sql`select count(*)::int as count from device_set_bits where set_id = ${set.id}`;
  expect(left?.count).toBe(0);
});

test("a set is renamed, as whoever renames it read it, with its audit row", async () => {
  const set = await save("first name", {});
  await renameDeviceSet(as("relations"), { id: set.id, name: " second name ", expectedName: "first name" });
  expect(await getSetName(as("viewer"), set.id)).toBe("second name");
  const [audit] = await database.sql`select action, target_id, before, after from audit_log order by id desc limit 1`;
  expect(audit).toEqual({
    action: "device-set.rename",
    target_id: set.id,
    before: { name: "first name" },
    after: { name: "second name" },
  });
  const late = { id: set.id, name: "third name", expectedName: "first name" };
  await expect(renameDeviceSet(as("admin"), late)).rejects.toMatchObject({ kind: "conflict", code: "stale_name" });
  expect(await getSetName(as("viewer"), set.id)).toBe("second name");
  const gone = { id: crypto.randomUUID(), name: "x", expectedName: "y" };
  await expect(renameDeviceSet(as("admin"), gone)).rejects.toMatchObject({ code: "device_set_not_found" });
  expect(await getSetName(as("viewer"), gone.id)).toBeNull();
});

test("the list says what is left of a set and which sets were made of it", async () => {
  const base = await save("overview base", {});
  const part = await save("overview part", { set: base.id, region: ["US"] });
  const both = { op: "union" as const, ids: [part.id, base.id], name: "overview both" };
  const made = await combineDeviceSets(as("relations"), both);
  const [, other] = await Promise.all([
    database.sql`update devices set decision = 'retired', version = pg_current_xact_id() where ordinal = 70000`,
    save("another", {}),
  ]);
  const list = async () => (await listSetOverviews(as("viewer"), { search: "overview" })).items;
  // Other processes look for changes of devices a few times a second.
  await expect.poll(async () => (await list()).find(({ id }) => id === base.id)?.devicesNow).toBe(3);
  const found = new Map((await list()).map((set) => [set.id, set]));
  expect(found.has(other.id)).toBe(false);
  expect(found.get(base.id)).toMatchObject({ devices: 4, devicesNow: 3, hasMoreUses: false });
  // Both were made at one moment of the tests' clock, so which is first depends on their ids.
  const uses = found.get(base.id)?.usedIn.toSorted((a, b) => a.name.localeCompare(b.name));
  expect(uses).toEqual([
    { id: made.id, name: "overview both" },
    { id: part.id, name: "overview part" },
  ]);
  expect(found.get(made.id)?.usedIn).toEqual([]);
  await database.sql`update devices set decision = null, version = pg_current_xact_id() where ordinal = 70000`;
});

test("a viewer reads and does not write; wrong input is refused by its field", async () => {
  const viewer = as("viewer");
  await expect(saveDeviceSet(viewer, { name: "x", filter: {} })).rejects.toMatchObject({ code: "forbidden" });
  const id = crypto.randomUUID();
  await expect(deleteDeviceSet(viewer, { id, reason: "x" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(renameDeviceSet(viewer, { id, name: "x", expectedName: "y" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(deleteDeviceSet(as("admin"), { id, reason: "  " })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(renameDeviceSet(as("admin"), { id, name: " ", expectedName: "y" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const combined = { op: "union" as const, ids: [], name: "x" };
  await expect(combineDeviceSets(viewer, combined)).rejects.toMatchObject({ code: "forbidden" });
  await expect(save(" ", {})).rejects.toMatchObject({ code: "invalid_input", details: { field: "name" } });
  await expect(save("x", { state: ["gone"] })).rejects.toMatchObject({ code: "bad_filter" });
  await expect(save("x", { region: ["nowhere"] })).rejects.toMatchObject({ code: "device_set_empty" });
  await expect(combineDeviceSets(as("admin"), combined)).rejects.toMatchObject({ code: "invalid_input" });
});

test("operations on bits are those on sets", () => {
  const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 3 * 65_536 - 1 }), { maxLength: 40 });
  const bitsOf = (list: number[]) => {
    const bits = new Map<number, ShardBits>();
    for (const ordinal of list) {
      const set = bits.get(ordinal >> 16) ?? new ShardBits();
      set.add(ordinal & 0xffff);
      bits.set(ordinal >> 16, set);
    }
    return bits;
  };
  const listOf = (bits: Map<number, ShardBits>) => {
    const list: number[] = [];
    for (const [shard, set] of bits) set.visit((offset) => list.push(shard * 65_536 + offset));
    return list.sort((a, b) => a - b);
  };
  fc.assert(
    fc.property(fc.constantFrom(...setOperations), fc.array(offsets, { minLength: 1, maxLength: 4 }), (op, lists) => {
      const expected = lists.slice(1).reduce((left, right) => {
        if (op === "union") return left.concat(right.filter((ordinal) => !left.includes(ordinal)));
        return left.filter((ordinal) => right.includes(ordinal) === (op === "intersection"));
      }, lists[0] ?? []);
      expect(listOf(combineBits(op, lists.map(bitsOf)))).toEqual([...expected].sort((a, b) => a - b));
    }),
  );
});
