import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { listAudit } from "./list-audit";
import { recordAudit } from "./record-audit";

let database: TestDatabase;
const start = new Date("2026-11-21T08:00:00Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const admin = () => testCtx(database.db, "admin", start);

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.transaction(async (db) => {
    for (let i = 0; i < 10; i++) {
      const actor = { ...testCtx(database.db, i % 2 ? "admin" : "responder", start).actor };
      const action = i < 5 ? "token.create" : "token.revoke";
      // Pairs share their time: the order among them is the id's.
      await recordAudit({ db, actor, now: at(Math.floor(i / 2)) }, { action, target: { kind: "token", id: `t${i}` } });
    }
    await recordAudit(
      { db, actor: { kind: "system", id: "demo", name: "demo" }, now: at(9) },
      { action: "device.quarantine", target: { kind: "device", id: "gpu-1" }, after: { reason: "counterfeit" } },
    );
  });
});
afterAll(() => database.drop());

test("pages hold every row once, the newest first", async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(admin(), { limit: 3, cursor });
    seen.push(...page.items.map((row) => row.targetId));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["gpu-1", "t9", "t8", "t7", "t6", "t5", "t4", "t3", "t2", "t1", "t0"]);
});

test.each([
  ["an actor's name", { actor: "Test admin" }, 5],
  ["an actor's id", { actor: "00000000-0000-4000-8000-000000000001" }, 10],
  ["one action", { action: "token.revoke" }, 5],
  ["an entity's actions", { action: "token." }, 10],
  ["a target's id", { target: "t3" }, 1],
  ["a target's kind and id", { target: "device:gpu-1" }, 1],
  ["a target of another kind", { target: "token:gpu-1" }, 0],
  ["a span, its end left out", { from: at(1), to: at(3) }, 4],
  ["all of it together", { actor: "Test admin", action: "token.create", target: "t1", from: at(0), to: at(1) }, 1],
])("filtered by %s", async (_, filter, count) => {
  expect((await listAudit(admin(), filter)).items).toHaveLength(count);
});

test("only an admin reads it", async () => {
  for (const role of ["viewer", "relations", "responder"] as const) {
    await expect(listAudit(testCtx(database.db, role, start))).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("a made-up cursor is refused", async () => {
  const made = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
  for (const cursor of ["x", made([1, 2]), made(["'; drop table audit_log", 1]), made(["2026-11-21", 1])]) {
    await expect(listAudit(admin(), { cursor })).rejects.toMatchObject({ code: "invalid_cursor" });
  }
});
