import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";
import { minuteOf } from "@/lib/fleet/minute";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { TestRecords } from "@/lib/fleet/roll-call/testing";

const now = new Date();
let database: TestDatabase;
let authorization: string;
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  const records = new TestRecords(database.sql, database.owner);
  const minute = minuteOf(now) - 1;
  await records.enrol({ ordinal: 0, providerId: 1, enrolledMinute: minute - 5 });
  await records.cover(minute, 2);
  await records.call(0, minute, 0);
  await database.sql`insert into device_ids (id, ordinal) select device_id, ordinal from devices`;
  await rollRange(database.sql, minute, minute, { now: () => now });
  const ctx = systemCtx(database.db, "test", now);
  const { token } = await createToken(ctx, { kind: "api", name: "test", role: "viewer" });
  authorization = `Bearer ${token}`;
});
afterAll(async () => {
  const { processDatabase } = await import("@/lib/database");
  await processDatabase().$client.end();
  vi.unstubAllEnvs();
  await database.drop();
});

const routes = {
  summary: () => import("./fleet/summary/route"),
  timeline: () => import("./fleet/timeline/route"),
  devices: () => import("./devices/route"),
  presence: () => import("./devices/[id]/presence/route"),
};

async function get(route: keyof typeof routes, query = "", headers: Record<string, string> = { authorization }) {
  // Each handler takes the parameters of its own path; the others ignore them.
  const { GET } = (await routes[route]()) as { GET: (r: NextRequest, c: unknown) => Promise<Response> };
  const request = new NextRequest(`http://localhost/api/v1/${route}?${query}`, { headers });
  const response = await GET(request, { params: Promise.resolve({ id: "device-0" }) });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}

test("every route answers a token with JSON", async () => {
  expect(await get("summary")).toMatchObject({ status: 200, body: { devices: { enrolled: 1, connected: 1 } } });
  expect(await get("timeline")).toMatchObject({ status: 200, body: { unit: "devices" } });
  expect(await get("devices")).toMatchObject({ status: 200, body: { items: [{ device: "device-0" }], next: null } });
  expect(await get("presence")).toMatchObject({ status: 200, body: { device: "device-0" } });
});

test("errors are problem+json with a code, and never say more", async () => {
  const bad = await get("summary", "at=x");
  expect(bad).toMatchObject({ status: 400, type: "application/problem+json", body: { status: 400, code: "bad_time" } });
  const wrong = await get("devices", "", { authorization: "Bearer muster_api_wrong" });
  expect(wrong).toMatchObject({ status: 401, type: "application/problem+json" });
  expect(JSON.stringify([bad.body, wrong.body])).not.toMatch(/select|stack|postgres/i);
});
