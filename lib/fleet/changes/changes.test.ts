import { afterAll, beforeAll, expect, test } from "vitest";
import { changes } from "@/db/schema/fleet";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { problemOf } from "@/lib/access/problem";
import { ctxOf } from "@/lib/fleet/testing/actors";
import { createChange } from "./create-change";
import { deleteChange } from "./delete-change";
import { listChanges } from "./list-changes";
import { updateChange } from "./update-change";

const now = new Date("2026-04-25T08:00:00Z");
const at = (hour: number) => new Date(now.getTime() + hour * 3_600_000);
const snapshot = { kind: "rewards_snapshot" as const, title: "Season 1 snapshot", startsAt: at(2), endsAt: at(3) };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const auditOf = (id: string) =>
  database.sql`select action, actor_name from audit_log where target_id = ${id} order by id`;

test("an entry is created, edited and deleted, each with its audit row and event", async () => {
  const ctx = ctxOf(database.db, "responder", now);
  const created = await createChange(ctx, snapshot);
  const edited = await updateChange(ctx, {
    id: created.id,
    revision: 1,
    change: { ...snapshot, title: "Moved", endsAt: null },
  });
  expect(edited).toMatchObject({ title: "Moved", endsAt: null, revision: 2 });
  expect(await listChanges(ctx, { from: at(0), to: at(4) })).toEqual([edited]);
  await deleteChange(ctx, { id: created.id, revision: 2 });
  expect(await listChanges(ctx, { from: at(0), to: at(4) })).toEqual([]);
  expect((await auditOf(created.id)).map((row) => row.action)).toEqual([
    "change.create",
    "change.update",
    "change.delete",
  ]);
  const events =
    await database.sql`select kind from domain_events where subjects->>'change' = ${created.id} order by id`;
  expect(events.map((event) => event.kind)).toEqual(["change.created", "change.updated", "change.deleted"]);
});

test("a span that began before the window and lasts into it is listed, a moment before it is not", async () => {
  const ctx = ctxOf(database.db, "admin", now);
  const span = await createChange(ctx, { ...snapshot, kind: "freeze", startsAt: at(50), endsAt: at(60) });
  await createChange(ctx, { ...snapshot, kind: "other", startsAt: at(51), endsAt: null });
  expect((await listChanges(ctx, { from: at(55), to: at(56) })).map((change) => change.id)).toEqual([span.id]);
});

test("an edit of what somebody edited meanwhile is a conflict and writes nothing", async () => {
  const ctx = ctxOf(database.db, "relations", now);
  const { id } = await createChange(ctx, snapshot);
  await updateChange(ctx, { id, revision: 1, change: { ...snapshot, title: "First" } });
  const second = updateChange(ctx, { id, revision: 1, change: { ...snapshot, title: "Second" } });
  await expect(second).rejects.toMatchObject({ code: "stale_revision", details: { revision: 2 } });
  await expect(deleteChange(ctx, { id, revision: 1 })).rejects.toMatchObject({ code: "stale_revision" });
  expect(await auditOf(id)).toHaveLength(2);
});

test("the entry of a policy goes with its policy", async () => {
  const [row] = await database.db
    .insert(changes)
    .values({ kind: "policy", title: "Policy 1", startsAt: now, policyId: 1, createdBy: "x" })
    .returning();
  const ctx = ctxOf(database.db, "admin", now);
  const id = row?.id ?? "";
  await expect(deleteChange(ctx, { id, revision: 1 })).rejects.toMatchObject({ code: "policy_change" });
  await expect(updateChange(ctx, { id, revision: 1, change: snapshot })).rejects.toMatchObject({
    code: "policy_change",
  });
});

test("a viewer reads and does not write", async () => {
  const ctx = ctxOf(database.db, "viewer", now);
  await expect(createChange(ctx, snapshot)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(listChanges(ctx, { from: at(0), to: at(1) })).resolves.toBeInstanceOf(Array);
});

test("bad input names its field; an unknown entry is not found", async () => {
  const ctx = ctxOf(database.db, "admin", now);
  const backwards = createChange(ctx, { ...snapshot, endsAt: at(1) });
  await expect(backwards).rejects.toMatchObject({ code: "invalid_input", details: { field: "endsAt" } });
  await expect(createChange(ctx, { ...snapshot, title: " " })).rejects.toMatchObject({ details: { field: "title" } });
  const unknown = deleteChange(ctx, { id: "6b7f0d2e-5b0e-4c7e-9a53-2f6a0f1d2c3b", revision: 1 });
  await expect(unknown).rejects.toMatchObject({ code: "change_not_found" });
});

test.each<[string, object]>([
  ["no start", { startsAt: null }],
  ["a start that is no time", { startsAt: "soon" }],
  ["a start that no calendar has", { startsAt: new Date("+275760-09-13T00:00:00Z") }],
  ["a start before 1970", { startsAt: new Date("-000001-01-01T00:00:00Z") }],
  ["an end that no calendar has", { endsAt: "+010000-01-01T00:00:00Z" }],
  ["a character that is no text", { title: "a\0b" }],
  ["the same in a description", { description: "a\0b" }],
])("%s is refused as input", async (_name, wrong) => {
  const ctx = ctxOf(database.db, "responder", now);
  const entered = createChange(ctx, { ...snapshot, ...wrong });
  const problem = await entered.then(() => null, problemOf);
  expect(problem).toMatchObject({ status: 422 });
});
