import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { bitsToLiteral, ShardBits } from "../bit-set";
import { dateOfMinute, minuteOf } from "../minute";
import { stateCodes } from "../states";
import { ctxOf } from "../testing/actors";
import { makeFleet } from "../testing/make-fleet";
import type { FleetFilter } from "../types";
import { encodeCursor } from "./device-cursor";
import { type DeviceSort, deviceSorts, type SortOrder } from "./device-sort";
import { exportDevices } from "./export-devices";
import { listDevices } from "./list-devices";
import type { ListedDevice } from "./listed-device";

const now = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 10 * 3_600_000);
const minute = minuteOf(now) - 1;
const past = minute - 100;
const { connected, silent, blocked_outdated_agent: outdated } = stateCodes;
const regions = ["eu", "us", null];
const agents = ["1.9.0", "1.10.0", null];

/** 60 devices: a third each connected, blocked and silent; all were connected at `past`. */
const made = Array.from({ length: 60 }, (_, i) => ({
  deviceId: `dev-${String((i * 37) % 60).padStart(3, "0")}`,
  name: i % 4 === 0 ? null : `Rack ${i % 7}`,
  provider: ["north", "south", "east"][i % 3] ?? "",
  region: regions[i % 3] ?? null,
  gpuModel: i % 2 === 0 ? "H100" : "RTX 4090",
  gpuCount: 1 + (i % 5),
  agent: agents[(i + 1) % 3] ?? null,
  state: [connected, outdated, silent][i % 3] ?? silent,
  sinceMinute: minute - 10 - (i % 11),
  lastSeen: i % 3 === 2 ? minute - 20 - i : null,
}));

let database: TestDatabase;
let ordinals: Map<string, number>;
beforeAll(async () => {
  database = await createTestDatabase();
  const { sql } = database;
  ordinals = await makeFleet(database.db, made, dateOfMinute(minute - 1_000));
  const bitsOf = (of: (i: number) => boolean) => {
    const bits = new ShardBits();
    for (const [i, { deviceId }] of made.entries()) if (of(i)) bits.add(ordinals.get(deviceId) ?? 0);
    return bitsToLiteral(bits);
  };
  await sql`insert into presence (plane, shard, minute, bits) values
    (0, 0, ${minute}, ${bitsOf((i) => i % 3 === 0)}::bit(65536)),
    (1, 0, ${minute}, ${bitsOf((i) => i % 3 === 1)}::bit(65536)),
    (0, 0, ${past}, ${bitsOf(() => true)}::bit(65536))`;
  await sql`insert into coverage select m, 2 from generate_series(${minute - 1_100}::int, ${minute}::int) m`;
  await sql`insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${minute}, ${now}, 1, 0)`;
  // dev-000 was called otherwise, elsewhere, and belonged to another.
  const [south] = await sql`select id from providers where slug = 'south'`;
  const changed = dateOfMinute(minute - 50);
  for (const [field, value] of [
    ["name", "Old name"],
    ["region", "asia"],
    ["provider", String(south?.id)],
    ["agent", "1.0.0"],
  ]) {
    await sql`insert into device_history (shard, ordinal, field, "from", "to", value)
      values (0, ${ordinals.get("dev-000") ?? 0}, ${field ?? ""}, ${dateOfMinute(minute - 1_000)}, ${changed}, ${value ?? ""})`;
  }
  await sql`insert into transitions (shard, ordinal, minute, from_state, to_state)
    values (0, ${ordinals.get("dev-000") ?? 0}, ${past - 30}, ${silent}, ${connected})`;
});
afterAll(() => database.drop());

const ctx = () => ctxOf(database.db, "viewer", now);

async function listAll(input: { filter?: FleetFilter; sort: DeviceSort; order: SortOrder; minute?: number }) {
  const items: ListedDevice[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDevices(ctx(), { ...input, cursor, limit: 7 });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return items;
}

/** What each sort goes by, as a text or a number that compares as the list should. */
const agentRank = (agent: string | null) => ["1.0.0", "1.9.0", "1.10.0"].indexOf(agent ?? "") + 1;
const keys: Record<DeviceSort, (device: ListedDevice) => string | number> = {
  id: (device) => device.id,
  name: (device) => device.name ?? "",
  provider: (device) => device.provider.name,
  region: (device) => device.region ?? "",
  model: (device) => device.model ?? "",
  gpus: (device) => device.gpus,
  agent: (device) => agentRank(device.agent),
  state: (device) => device.state,
  since: (device) => device.sinceMinute ?? 0,
  last_heartbeat: (device) => (device.state === silent ? (device.lastSeenMinute ?? 0) : Number.MAX_SAFE_INTEGER),
};

function isSorted(items: ListedDevice[], sort: DeviceSort, order: SortOrder): boolean {
  const sign = order === "asc" ? 1 : -1;
  const place = (device: ListedDevice): [string | number, number] => [keys[sort](device), ordinals.get(device.id) ?? 0];
  return items.every((device, index) => {
    const before = items[index - 1];
    if (!before) return true;
    const [[a, m], [b, n]] = [place(before), place(device)];
    return a === b ? (n - m) * sign > 0 : (a < b ? 1 : -1) * sign > 0;
  });
}

test.each(
  deviceSorts.flatMap(
    (sort) =>
      [
        [sort, "asc"],
        [sort, "desc"],
      ] as const,
  ),
)("by %s, %s: every device once, in order, page after page", async (sort, order) => {
  const items = await listAll({ sort, order });
  expect(new Set(items.map((item) => item.id)).size).toBe(60);
  expect(isSorted(items, sort, order)).toBe(true);
});

test.each(deviceSorts)("a past minute by %s, with that minute's values", async (sort) => {
  const items = await listAll({ sort, order: "asc", minute: past });
  expect(items).toHaveLength(60);
  expect(isSorted(items, sort, "asc")).toBe(true);
  expect(items.every((item) => item.state === connected)).toBe(true);
  expect(items.find((item) => item.id === "dev-000")).toMatchObject({
    name: "Old name",
    region: "asia",
    agent: "1.0.0",
    provider: { slug: "south" },
    sinceMinute: past - 30,
  });
});

test("a filter leaves what matches, and the total counts all of it", async () => {
  const page = await listDevices(ctx(), { filter: { provider: ["north"], state: ["connected"] }, limit: 5 });
  expect(page).toMatchObject({ total: 20, minute, isLatest: true });
  expect(page.items.every((item) => item.provider.slug === "north" && item.state === connected)).toBe(true);
  const search = await listDevices(ctx(), { filter: { search: "EV-00" } });
  expect(search.items.map((item) => item.id)).toEqual(Array.from({ length: 10 }, (_, i) => `dev-00${i}`));
  expect(await listDevices(ctx(), { filter: { region: ["mars"] } })).toMatchObject({ items: [], total: 0, next: null });
});

test("a quarantine shows at once, before roll call has counted it", async () => {
  await database.sql`update devices set decision = 'quarantined' where device_id = 'dev-001'`;
  const { items } = await listDevices(ctx(), { filter: { search: "dev-001" } });
  expect(items[0]?.state).toBe(stateCodes.quarantined);
  await database.sql`update devices set decision = null where device_id = 'dev-001'`;
});

test("a cursor of another sort, a broken one, and a past sort by what is not kept are refused", async () => {
  const { next } = await listDevices(ctx(), { limit: 5 });
  const cursor = next ?? "";
  await expect(listDevices(ctx(), { cursor, sort: "gpus" })).rejects.toMatchObject({ code: "invalid_cursor" });
  await expect(listDevices(ctx(), { cursor: "{}" })).rejects.toMatchObject({ code: "invalid_cursor" });
  const forged: [DeviceSort, string | number, number][] = [
    ["id", "a\0b", 1],
    ["id", 1, 1],
    ["name", "a", 2 ** 40],
    ["since", "soon", 1],
    ["last_heartbeat", -1e18, 1],
  ];
  for (const [sort, key, ordinal] of forged) {
    const cursor = encodeCursor(sort, "asc", { key, ordinal });
    await expect(listDevices(ctx(), { cursor, sort }), `${sort} ${key}`).rejects.toMatchObject({
      code: "invalid_cursor",
    });
  }
});

async function exported(input: Parameters<typeof exportDevices>[1]): Promise<Record<string, string>[]> {
  const { blocks } = await exportDevices(ctxOf(database.db, "relations", now), input);
  let text = "";
  for await (const block of blocks) text += block;
  const [head, ...lines] = text.trimEnd().split("\r\n");
  const names = head?.split(",") ?? [];
  // No name of these devices holds a comma.
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index], cell])));
}

test.each([undefined, past])("an export at %s has the order of the list, whatever the sort", async (at) => {
  for (const sort of deviceSorts) {
    for (const order of ["asc", "desc"] as const) {
      const wanted = await listAll({ sort, order, minute: at });
      const rows = await exported({ sort, order, minute: at });
      expect(
        rows.map((row) => row.device),
        `${sort} ${order}`,
      ).toEqual(wanted.map((device) => device.id));
    }
  }
  expect((await exported({ minute: at })).map((row) => row.device)).toEqual(made.map((d) => d.deviceId).sort());
});

test("an export says the last heartbeat of every device that ever called, in UTC", async () => {
  const iso = (each: number) => dateOfMinute(each).toISOString();
  for (const row of await exported({})) {
    const device = made.find(({ deviceId }) => deviceId === row.device);
    expect([row.device, row.last_heartbeat]).toEqual([row.device, iso(device?.lastSeen ?? minute)]);
    expect(row.last_heartbeat_before).toBe("");
  }
  for (const row of await exported({ minute: past })) expect(row.last_heartbeat).toBe(iso(past));
  // Out of unknown minutes into silence: the records of then give a bound.
  const place = [0, ordinals.get("dev-005") ?? 0, past - 400] as const;
  await database.sql`
    insert into transitions (shard, ordinal, minute, from_state, to_state)
    values (${place[0]}, ${place[1]}, ${place[2]}, ${stateCodes.unknown}, ${silent})`;
  const [row] = (await exported({ minute: past - 50 })).filter(({ device }) => device === "dev-005");
  expect(row).toMatchObject({ state: "silent", last_heartbeat: "", last_heartbeat_before: iso(past - 401) });
});

test("an export has every device of the filter, escapes formulas, and is in the audit; a viewer may not", async () => {
  await database.sql`update devices set name = '=HYPERLINK("http://x","y")' where device_id = 'dev-002'`;
  const input = { filter: { provider: ["north", "south"] } };
  const { total, blocks } = await exportDevices(ctxOf(database.db, "relations", now), input);
  let text = "";
  for await (const block of blocks) text += block;
  const lines = text.trimEnd().split("\r\n");
  expect(total).toBe(40);
  expect(lines).toHaveLength(41);
  expect(lines[0]).toBe(
    "device,name,provider,region,gpu_model,gpu_count,agent,cluster,state,reason,state_since,last_heartbeat,last_heartbeat_before",
  );
  const [line] = lines.filter((each) => each.startsWith("dev-002,"));
  if (line) expect(line).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  const [audit] = await database.sql`select action, actor_name, after from audit_log order by id desc limit 1`;
  expect(audit).toMatchObject({ action: "device.export", actor_name: "A relations", after: { devices: 40 } });
  await expect(exportDevices(ctx(), input)).rejects.toMatchObject({ kind: "forbidden" });
});
