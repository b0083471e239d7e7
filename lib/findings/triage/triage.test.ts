import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import type { Ctx } from "@/lib/context";
import { getFinding } from "../list-findings";
import { makeFinding } from "../testing/make-findings";
import { acknowledgeFindings, releaseFindings } from "./acknowledge-findings";
import { assignFindings, listAssignees } from "./assign-findings";
import { commentOnFinding, listComments } from "./comment-on-finding";
import { reopenFindings, resolveFindings } from "./resolve-findings";

const now = new Date("2026-11-20T12:00:00Z");
let database: TestDatabase;
const people = {} as Record<Role, Ctx>;
let mia: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  for (const role of ["viewer", "relations", "responder", "admin"] as const) {
    const { userId } = await createSessionFor(db, { role, name: `The ${role}` });
    people[role] = { db, now, actor: { kind: "user", id: userId, name: `The ${role}`, role } };
  }
  const { userId } = await createSessionFor(db, { role: "responder", name: "Mia" });
  mia = { db, now, actor: { kind: "user", id: userId, name: "Mia", role: "responder" } };
});
afterAll(() => database.drop());

const told = (id: string) => database.sql<{ kind: string; title: string }[]>`
  select kind, title from domain_events where subjects->>'finding' = ${id} order by id`;
const audited = (id: string) => database.sql<{ action: string; actor: string }[]>`
  select action, actor_name as actor from audit_log where target_kind = 'finding' and target_id = ${id} order by id`;

test("acknowledged: in progress and theirs, with one audit row and one event; taken back, it is new and nobody's", async () => {
  const seen = await makeFinding(database.db, { title: "Odd" });
  const [done] = await acknowledgeFindings(mia, { seen: [seen] });
  expect(done).toEqual({
    ...{ id: seen.id, ok: true, version: 2, status: "in_progress" },
    ...{ assigneeId: mia.actor.id, assignee: "Mia" },
  });
  expect(await audited(seen.id)).toEqual([{ action: "finding.acknowledge", actor: "Mia" }]);
  expect(await told(seen.id)).toMatchObject([
    { kind: "finding.opened" },
    { kind: "finding.acknowledged", title: "Acknowledged by Mia: Odd" },
  ]);
  const [back] = await releaseFindings(mia, { seen: [{ id: seen.id, version: 2 }] });
  expect(back).toMatchObject({ ok: true, status: "new", assigneeId: null, version: 3 });
});

test("whoever comes second is told what it is now, and changes nothing", async () => {
  const seen = await makeFinding(database.db);
  const [first, second] = await Promise.all([
    acknowledgeFindings(mia, { seen: [seen] }),
    resolveFindings(people.responder, { seen: [seen] }),
  ]);
  const results = [...first, ...second];
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const late = results.find(({ ok }) => !ok);
  const finding = await getFinding(mia, seen.id);
  expect(late).toMatchObject({
    code: "finding_changed",
    standing: { status: finding.status, version: 2, assigneeId: finding.assigneeId },
  });
  expect(await audited(seen.id)).toHaveLength(1);
});

test("in bulk each stands for itself: gone, changed, in another status, named twice", async () => {
  const [fine, stale, resolved] = await Promise.all([1, 2, 3].map(() => makeFinding(database.db)));
  if (!fine || !stale || !resolved) throw new Error("three were made");
  await assignFindings(mia, { seen: [stale], assigneeId: mia.actor.id });
  await resolveFindings(mia, { seen: [resolved] });
  const gone = randomUUID();
  const results = await acknowledgeFindings(mia, {
    seen: [fine, stale, { ...resolved, version: 2 }, { id: gone, version: 1 }, fine],
  });
  expect(results.map(({ id, ...rest }) => [id, rest.ok || rest.code])).toEqual([
    [fine.id, true],
    [stale.id, "finding_changed"],
    [resolved.id, "not_in_this_status"],
    [gone, "finding_not_found"],
  ]);
  expect((await getFinding(mia, resolved.id)).version).toBe(2);
});

test("two bulk acts on the same findings in another order both come to an end, one of them for each finding", async () => {
  const seen = await Promise.all(Array.from({ length: 30 }, () => makeFinding(database.db)));
  const results = await Promise.all([
    acknowledgeFindings(mia, { seen }),
    resolveFindings(people.admin, { seen: seen.toReversed() }),
  ]);
  for (const { id } of seen) {
    expect(results.flat().filter((result) => result.id === id && result.ok)).toHaveLength(1);
    expect(await audited(id)).toHaveLength(1);
  }
});

test("resolved, what went on ends now, and goes on when it is opened again; what had ended keeps its end", async () => {
  const going = await makeFinding(database.db);
  const over = await makeFinding(database.db, { endedAt: new Date("2026-11-20T11:00:00Z") });
  await resolveFindings(mia, { seen: [going, over], note: "Planned work." });
  expect((await getFinding(mia, going.id)).endedAt).toEqual(now);
  await reopenFindings(mia, { seen: [going, over].map(({ id }) => ({ id, version: 2 })) });
  expect(await getFinding(mia, going.id)).toMatchObject({ endedAt: null, status: "new", resolvedAt: null });
  expect((await getFinding(mia, over.id)).endedAt).toEqual(new Date("2026-11-20T11:00:00Z"));
});

test("one cannot be opened again beside a new finding of the same", async () => {
  const seen = await makeFinding(database.db, { fingerprint: "twice" });
  await resolveFindings(mia, { seen: [seen] });
  await makeFinding(database.db, { fingerprint: "twice" });
  await expect(reopenFindings(mia, { seen: [{ ...seen, version: 2 }] })).rejects.toMatchObject({
    kind: "conflict",
    code: "open_elsewhere",
  });
});

test("assigned only to who may act, and to nobody", async () => {
  const seen = await makeFinding(database.db);
  for (const assigneeId of [people.viewer.actor.id, randomUUID()]) {
    await expect(assignFindings(mia, { seen: [seen], assigneeId })).rejects.toMatchObject({ code: "unknown_assignee" });
  }
  const given = await assignFindings(mia, { seen: [seen], assigneeId: people.admin.actor.id });
  expect(given).toMatchObject([{ ok: true, assignee: "The admin", status: "new" }]);
  const taken = await assignFindings(mia, { seen: [{ ...seen, version: 2 }], assigneeId: null });
  expect(taken).toMatchObject([{ ok: true, assignee: null }]);
  expect((await told(seen.id)).map(({ title }) => title)).toContain("Assigned to The admin by Mia: Example");
  expect((await listAssignees(people.viewer)).map(({ name }) => name)).toEqual(["Mia", "The admin", "The responder"]);
});

test("comments keep what was written, as text, and take no version", async () => {
  const seen = await makeFinding(database.db);
  const text = '<img src=x onerror="alert(1)"> =HYPERLINK("x") \u202etxt.exe';
  await commentOnFinding(mia, { id: seen.id, text: `  ${text}\n` });
  await commentOnFinding(people.admin, { id: seen.id, text: "Seen." });
  const comments = await listComments(people.viewer, seen.id);
  expect(comments.map(({ authorName, text }) => [authorName, text]).sort()).toEqual([
    ["Mia", text],
    ["The admin", "Seen."],
  ]);
  expect((await getFinding(mia, seen.id)).version).toBe(1);
  expect(JSON.stringify(await audited(seen.id))).not.toContain("alert");
  await expect(commentOnFinding(mia, { id: seen.id, text: " \n" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(commentOnFinding(mia, { id: seen.id, text: "x".repeat(10_001) })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(commentOnFinding(mia, { id: randomUUID(), text: "x" })).rejects.toMatchObject({
    code: "finding_not_found",
  });
});

test("bad input is refused before anything is read", async () => {
  const seen = await makeFinding(database.db);
  const many = Array.from({ length: 201 }, () => seen);
  for (const wrong of [[], many, [{ id: "x", version: 1 }], [{ id: seen.id, version: 0 }]]) {
    await expect(acknowledgeFindings(mia, { seen: wrong })).rejects.toMatchObject({ code: "invalid_input" });
  }
});

test.each(["viewer", "relations"] as const)("a %s reads and changes nothing", async (role) => {
  const seen = [await makeFinding(database.db)];
  const [one] = seen;
  const ctx = people[role];
  const acts = [
    () => acknowledgeFindings(ctx, { seen }),
    () => releaseFindings(ctx, { seen }),
    () => resolveFindings(ctx, { seen }),
    () => reopenFindings(ctx, { seen }),
    () => assignFindings(ctx, { seen, assigneeId: null }),
    () => commentOnFinding(ctx, { id: one?.id ?? "", text: "x" }),
  ];
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "forbidden" });
  expect(await getFinding(ctx, one?.id ?? "")).toMatchObject({ version: 1, status: "new" });
});
