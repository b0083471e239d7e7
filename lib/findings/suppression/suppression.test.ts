import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { getFinding } from "../list-findings";
import { openFinding } from "../open-finding";
import { settlePostureFindings } from "../settle-posture-findings";
import { makeFinding } from "../testing/make-findings";
import { acknowledgeFindings } from "../triage/acknowledge-findings";
import { resolveFindings } from "../triage/resolve-findings";
import { catchMissed } from "./catch-missed";
import { listSuppressions } from "./list-suppressions";
import { countInScope, makeSuppression } from "./make-suppression";
import { endExpiredSuppressions, revokeSuppressions } from "./revoke-suppressions";
import { suppressFindings } from "./suppress-findings";

const now = new Date("2026-11-20T12:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const terms = { reason: "Planned work.", until: hours(4) };
let database: TestDatabase;
let mia: Ctx;
let late: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  mia = { db: database.db, now, actor: { kind: "user", id: randomUUID(), name: "Mia", role: "responder" } };
  late = systemCtx(database.db, "worker", hours(5));
});
beforeEach(async () => {
  await database.owner`truncate findings, finding_suppressions, finding_comments, domain_events`;
});
afterAll(() => database.drop());

const statusOf = async ({ id }: { id: string }) => (await getFinding(mia, id)).status;
const kindsOf = async (id: string) =>
  (
    await database.sql<
      { kind: string }[]
    >`select kind from domain_events where subjects->>'finding' = ${id} order by id`
  ).map(({ kind }) => kind);

test("one that is suppressed counts up in silence, and comes back as new when the time is up", async () => {
  const seen = await makeFinding(database.db, { fingerprint: "one" });
  const [acknowledged] = await acknowledgeFindings(mia, { seen: [seen] });
  expect(acknowledged?.ok).toBe(true);
  const { results, suppressionIds } = await suppressFindings(mia, { ...terms, seen: [{ ...seen, version: 2 }] });
  expect(results).toMatchObject([{ ok: true, status: "suppressed", version: 3 }]);
  expect((await makeFinding(database.db, { fingerprint: "one" })).id).toBe(seen.id);
  expect(await getFinding(mia, seen.id)).toMatchObject({ status: "suppressed", occurrences: 2 });
  expect(await listSuppressions(mia)).toMatchObject({
    items: [{ id: suppressionIds[0], fingerprint: "one", reason: terms.reason, held: 1, title: "Example" }],
    next: null,
  });

  expect(await endExpiredSuppressions({ ...late, now: hours(3.9) })).toBe(0);
  expect(await endExpiredSuppressions(late)).toBe(1);
  expect(await endExpiredSuppressions(late)).toBe(0);
  expect(await getFinding(mia, seen.id)).toMatchObject({ status: "new", version: 4, suppressionId: null });
  expect(await kindsOf(seen.id)).toEqual([
    ...["finding.opened", "finding.acknowledged", "finding.suppressed", "finding.unsuppressed"],
  ]);
  expect(await listSuppressions(mia, { isEnded: true })).toMatchObject({ items: [{ endedHow: "expired" }] });
});

test("revoked, it is as before; a second time is a conflict that says who did it", async () => {
  const seen = await makeFinding(database.db);
  await acknowledgeFindings(mia, { seen: [seen] });
  const { suppressionIds } = await suppressFindings(mia, { ...terms, seen: [{ ...seen, version: 2 }] });
  expect(await revokeSuppressions(mia, { ids: suppressionIds })).toBe(1);
  expect(await statusOf(seen)).toBe("in_progress");
  await expect(revokeSuppressions(mia, { ids: suppressionIds })).rejects.toMatchObject({
    ...{ kind: "conflict", code: "suppression_ended", message: "Mia revoked it already." },
  });
  await expect(revokeSuppressions(mia, { ids: [randomUUID()] })).rejects.toMatchObject({
    code: "suppression_not_found",
  });
});

test.each([
  [{ rule: "fleet.a" }, ["a blue", "a red"]],
  [{ provider: "7" }, ["a blue", "b blue"]],
  [{ cluster: "red" }, ["a red"]],
  [{ rule: "fleet.a", provider: "7" }, ["a blue"]],
  [{ rule: "fleet.a", provider: "7", cluster: "red" }, []],
  [{ fingerprint: "b blue" }, ["b blue"]],
])("a suppression of %j holds %j, now and when they come again", async (scope, held) => {
  const make = async (name: string) => {
    const [rule, color] = name.split(" ");
    const subjects: Record<string, string> = color === "blue" ? { provider: "7" } : { cluster: "red" };
    return makeFinding(database.db, { rule: `fleet.${rule}`, title: name, fingerprint: name, subjects });
  };
  const names = ["a blue", "a red", "b blue"];
  const before = await Promise.all(names.map(make));
  const suppressed = () => database.sql<{ title: string }[]>`
    select title from findings where status = 'suppressed' order by title`;
  expect(await countInScope(mia, scope)).toBe(held.length);
  expect(await makeSuppression(mia, { ...terms, scope })).toMatchObject({ held: held.length });
  expect((await suppressed()).map(({ title }) => title)).toEqual(held);
  for (const { id } of before) {
    const { version } = await getFinding(mia, id);
    await resolveFindings(mia, { seen: [{ id, version }] });
  }
  expect(await suppressed()).toHaveLength(0);
  await Promise.all(names.map(make));
  expect((await suppressed()).map(({ title }) => title)).toEqual(held);
});

test("what two suppressions hold stays suppressed until both have ended", async () => {
  const seen = await makeFinding(database.db, { rule: "fleet.a" });
  const first = await makeSuppression(mia, { ...terms, scope: { rule: "fleet.a" } });
  const second = await makeSuppression(mia, {
    ...terms,
    until: hours(8),
    scope: { fingerprint: (await getFinding(mia, seen.id)).fingerprint },
  });
  expect([first.held, second.held]).toEqual([1, 0]);
  expect(await revokeSuppressions(mia, { ids: [first.id] })).toBe(0);
  expect(await getFinding(mia, seen.id)).toMatchObject({ status: "suppressed", suppressionId: second.id });
  expect(await revokeSuppressions(mia, { ids: [second.id] })).toBe(1);
  expect(await statusOf(seen)).toBe("new");
});

test("a finding that is committed only after a suppression was made is caught", async () => {
  await makeSuppression(mia, { ...terms, scope: { rule: "fleet.example" } });
  const seen = await makeFinding(database.db);
  // As a transaction would leave it that had looked before.
  await database.sql`update findings set status = 'new', suppression_id = null where id = ${seen.id}`;
  expect(await catchMissed(systemCtx(database.db, "worker", now))).toBe(1);
  expect(await statusOf(seen)).toBe("suppressed");
  expect(await catchMissed(systemCtx(database.db, "worker", now))).toBe(0);
});

test("a posture finding that is suppressed resolves when its cause is gone, and is suppressed when it comes back in time", async () => {
  const finding = {
    ...{ rule: "posture.x", fingerprint: "posture.x/1", title: "X", summary: "", severity: "low" as const },
    ...{ confidence: 1, subjects: {}, evidence: {}, startedAt: now },
  };
  const settle = (at: Date, found: (typeof finding)[]) =>
    database.db.transaction((db) => settlePostureFindings({ db, now: at }, ["posture.x"], found));
  await settle(now, [finding]);
  const [row] = await database.sql<{ id: string }[]>`select id from findings`;
  const id = row?.id ?? "";
  await suppressFindings(mia, { ...terms, seen: [{ id, version: 1 }] });
  await settle(hours(1), []);
  expect(await getFinding(mia, id)).toMatchObject({ status: "resolved", version: 3, resolvedAt: hours(1) });
  await settle(hours(2), [finding]);
  expect(await getFinding(mia, id)).toMatchObject({ status: "suppressed", version: 4, resolvedAt: null });
  await settle(hours(3), []);
  await settle(hours(6), [finding]);
  expect(await getFinding(mia, id)).toMatchObject({ status: "new", suppressionId: null });
});

test("above two hundred one event tells of all", async () => {
  await database.sql`
    insert into findings (rule, fingerprint, title, summary, severity, confidence, subjects, evidence, started_at, detected_at, last_seen_at)
    select 'fleet.storm', 'storm/' || i, 'Storm', '', 'low', 1, '{}', '{}', ${now}, ${now}, ${now} from generate_series(1, 201) i`;
  const { id, held } = await makeSuppression(mia, { ...terms, scope: { rule: "fleet.storm" } });
  expect(held).toBe(201);
  const events = await database.sql<{ kind: string; title: string }[]>`select kind, title from domain_events`;
  expect(events).toEqual([{ kind: "suppression.made", title: "Findings of fleet.storm suppressed by Mia" }]);
  expect(await revokeSuppressions(mia, { ids: [id] })).toBe(201);
  const audit = await database.sql<{ action: string }[]>`
    select action from audit_log where target_kind = 'suppression' and target_id = ${id} order by id`;
  expect(audit.map(({ action }) => action)).toEqual(["suppression.make", "suppression.revoke"]);
});

test("bad input and too low a role change nothing", async () => {
  const seen = [await makeFinding(database.db)];
  const wrong = [
    { ...terms, until: now },
    { ...terms, until: new Date("9999-01-01") },
    { ...terms, reason: "  " },
    { ...terms, reason: "x".repeat(2_001) },
  ];
  for (const each of wrong) {
    await expect(suppressFindings(mia, { ...each, seen })).rejects.toMatchObject({ code: "invalid_input" });
    const scope = { rule: "fleet.example" };
    await expect(makeSuppression(mia, { ...each, scope })).rejects.toMatchObject({ code: "invalid_input" });
  }
  await expect(makeSuppression(mia, { ...terms, scope: {} })).rejects.toMatchObject({ code: "invalid_input" });
  for (const role of ["viewer", "relations"] as const) {
    const ctx: Ctx = { ...mia, actor: { kind: "user", id: randomUUID(), name: role, role } };
    await expect(suppressFindings(ctx, { ...terms, seen })).rejects.toMatchObject({ code: "forbidden" });
    await expect(makeSuppression(ctx, { ...terms, scope: { rule: "x" } })).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeSuppressions(ctx, { ids: [randomUUID()] })).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await statusOf(seen[0] ?? { id: "" })).toBe("new");
});

test("ended suppressions hold nothing that is opened later", async () => {
  await makeSuppression(mia, { ...terms, scope: { rule: "fleet.example" } });
  const { id } = await openFinding(
    database.db,
    {
      ...{ rule: "fleet.example", fingerprint: "later", title: "L", summary: "", severity: "low", confidence: 1 },
      ...{ subjects: {}, evidence: {}, startedAt: hours(5) },
    },
    hours(5),
  );
  expect(await statusOf({ id })).toBe("new");
});
