import { afterAll, beforeAll, expect, test } from "vitest";
import { providers } from "@/db/schema/fleet";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { bitsToLiteral, ShardBits } from "../bit-set";
import { dateOfMinute, minuteOf } from "../minute";
import { ctxOf } from "../testing/actors";
import { makeFleet } from "../testing/make-fleet";
import { listProviders } from "./list-providers";
import { suggestProviders } from "./suggest-providers";

const now = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 10 * 3_600_000);
const minute = minuteOf(now) - 1;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { sql, db } = database;
  const sizes: [string, number][] = [
    ["alpha", 2],
    ["beta", 5],
    ["gamma", 3],
  ];
  const made = sizes.flatMap(([provider, size]) =>
    Array.from({ length: size }, (_, i) => ({ deviceId: `${provider}-${i}`, provider, gpuCount: 2 })),
  );
  const ordinals = await makeFleet(db, made, dateOfMinute(minute - 500));
  await db.insert(providers).values({ slug: "empty", name: "100% Empty", contactEmail: "secret@empty.example" });
  const bits = new ShardBits();
  for (const id of ["alpha-0", "beta-0", "beta-1"]) bits.add(ordinals.get(id) ?? 0);
  await sql`insert into presence (plane, shard, minute, bits) values (0, 0, ${minute}, ${bitsToLiteral(bits)}::bit(65536))`;
  await sql`insert into coverage select m, 2 from generate_series(${minute - 600}::int, ${minute}::int) m`;
  await sql`insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${minute}, ${now}, 1, 0)`;
});
afterAll(() => database.drop());

const ctx = () => ctxOf(database.db, "viewer", now);
const slugs = async (input: Parameters<typeof listProviders>[1]) =>
  (await listProviders(ctx(), input)).items.map((item) => item.slug);

test("every provider with its counts, the largest first, those without a device last", async () => {
  const page = await listProviders(ctx(), {});
  expect(page).toMatchObject({ total: 4, next: null, minute, isLatest: true });
  expect(
    page.items.map(({ slug, devices, gpus }) => [slug, devices.connected, devices.enrolled, gpus.connected]),
  ).toEqual([
    ["beta", 2, 5, 4],
    ["gamma", 0, 3, 0],
    ["alpha", 1, 2, 2],
    ["empty", 0, 0, 0],
  ]);
  expect(JSON.stringify(page)).not.toContain("secret");
});

test("by each sort, page after page", async () => {
  expect(await slugs({ sort: "name" })).toEqual(["empty", "alpha", "beta", "gamma"]);
  expect(await slugs({ sort: "away", order: "desc" })).toEqual(["beta", "gamma", "alpha", "empty"]);
  const first = await listProviders(ctx(), { sort: "connected", order: "desc", limit: 2 });
  const second = await slugs({ sort: "connected", order: "desc", limit: 2, cursor: first.next ?? "" });
  expect([...first.items.map((item) => item.slug), ...second]).toEqual(["beta", "alpha", "empty", "gamma"]);
  await expect(listProviders(ctx(), { cursor: "nobody" })).rejects.toMatchObject({ code: "invalid_cursor" });
});

test("a search takes every character as itself", async () => {
  expect(await slugs({ search: "ALPH" })).toEqual(["alpha"]);
  expect(await slugs({ search: "%" })).toEqual(["empty"]);
  expect(await suggestProviders(ctx(), { text: "100%" })).toEqual([{ slug: "empty", name: "100% Empty" }]);
  expect(await suggestProviders(ctx(), { text: "_" })).toEqual([]);
});
