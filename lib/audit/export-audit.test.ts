import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { listDenials } from "@/lib/access/denials/list-denials";
import { recordDenial } from "@/lib/access/denials/record-denial";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { readChainStatus } from "./chain-status";
import { exportAudit } from "./export-audit";

let database: TestDatabase;
const start = new Date("2026-11-21T08:00:00Z");
const rows = 2_300;
const admin = () => testCtx(database.db, "admin", new Date(start.getTime() + 3_600_000));

beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`
    insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, after)
    select ${start}::timestamptz + i * interval '1 microsecond', 'user', 'u', '=cmd()', 'a.b', 't', 'id-' || i, '{"a": "x,y"}'
    from generate_series(1, ${rows}::int) i`;
});
afterAll(() => database.drop());

async function read(format: "csv" | "ndjson", filter = {}): Promise<string[]> {
  let text = "";
  for await (const block of await exportAudit(admin(), filter, format)) text += block;
  return text.trimEnd().split(/\r?\n/);
}

test("an export holds every row of its filter once, over many blocks, and is itself in the trail", async () => {
  const lines = await read("ndjson", { action: "a.b" });
  const ids = lines.map((line) => JSON.parse(line).targetId);
  expect(ids).toEqual(Array.from({ length: rows }, (_, i) => `id-${rows - i}`));
  const trail =
    await database.sql`select actor_name as who, target_id as id, after from audit_log where action = 'audit.export'`;
  expect(trail[0]).toMatchObject({ who: "Test admin", id: "ndjson", after: { filter: { action: "a.b" } } });
});

test("a spreadsheet takes no cell of the CSV for a formula", async () => {
  const lines = await read("csv", { target: "id-7" });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe("id,at,actor_kind,actor_id,actor_name,action,target_kind,target_id,before,after,address");
  expect(lines[1]).toMatch(/^7,2026-11-21T08:00:00\.000Z,user,u,'=cmd\(\),a\.b,t,id-7,,"\{""a"":""x,y""\}",$/);
});

test.each(["viewer", "relations", "responder"] as const)(
  "a %s neither exports nor sees status and refusals",
  async (role) => {
    const ctx = testCtx(database.db, role, start);
    const forbidden = { code: "forbidden" };
    await expect(exportAudit(ctx, {}, "csv")).rejects.toMatchObject(forbidden);
    await expect(readChainStatus(ctx)).rejects.toMatchObject(forbidden);
    await expect(listDenials(ctx)).rejects.toMatchObject(forbidden);
  },
);

test("the status tells what waits; refusals are summed by who and why", async () => {
  const status = await readChainStatus(admin());
  expect(status).toMatchObject({ head: null, anchor: null, verification: null });
  expect(status.unlinked.rows).toBeGreaterThanOrEqual(rows);
  const viewer = testCtx(database.db, "viewer", start);
  const later = new Date(start.getTime() + 60_000);
  for (const now of [start, start, later])
    await recordDenial({ db: database.db, now }, { actor: viewer.actor, reason: "token.read" });
  const nobody = { kind: "nobody", id: "", name: "Nobody" } as const;
  await recordDenial({ db: database.db, now: start }, { actor: nobody, reason: "invalid_token", count: 40 });
  expect(await listDenials(admin())).toMatchObject([
    { actorId: "", reason: "invalid_token", count: 40, minutes: 1 },
    { actorId: viewer.actor.id, reason: "token.read", count: 3, minutes: 2 },
  ]);
  expect(await listDenials({ ...admin(), now: new Date(start.getTime() + 2 * 86_400_000) })).toEqual([]);
});
