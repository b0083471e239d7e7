import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Ctx } from "@/lib/context";
import { getFinding, listFindings } from "./list-findings";
import { openFinding } from "./open-finding";

const now = new Date("2026-11-20T12:00:00Z");
let database: TestDatabase;
let ctx: Ctx;
const ids: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = { db: database.db, now, actor: { kind: "user", id: "1", name: "Vera", role: "viewer" } };
  for (let i = 0; i < 5; i++) {
    const startedAt = new Date(now.getTime() - (i % 2) * 60_000);
    const base = {
      title: `Finding ${i}`,
      summary: "",
      severity: "low",
      confidence: 1,
      subjects: {},
      evidence: {},
    } as const;
    const rule = i === 4 ? "api.x" : "fleet.collapse";
    ids.push((await openFinding(database.db, { ...base, rule, fingerprint: `f${i}`, startedAt }, now)).id);
  }
});
afterAll(() => database.drop());

test("pages hold every finding once, latest start first", async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listFindings(ctx, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect([...seen].sort()).toEqual([...ids].sort());
});

test("a rule's first part selects a family, and no wildcard works in it", async () => {
  expect((await listFindings(ctx, { rule: "fleet." })).items).toHaveLength(4);
  expect((await listFindings(ctx, { rule: "%." })).items).toHaveLength(0);
});

test("a repetition counts up and tells nobody twice", async () => {
  const finding = {
    title: "",
    summary: "",
    severity: "low",
    confidence: 1,
    subjects: {},
    evidence: {},
    rule: "x",
    startedAt: now,
  } as const;
  const first = await openFinding(database.db, { ...finding, fingerprint: "again" }, now);
  const second = await openFinding(database.db, { ...finding, fingerprint: "again" }, now);
  expect(second).toEqual({ id: first.id, isNew: false });
  expect((await getFinding(ctx, first.id)).occurrences).toBe(2);
  const [told] = await database.sql<{ count: number }[]>`
    select count(*)::int as count from domain_events where subjects->>'finding' = ${first.id}`;
  expect(told?.count).toBe(1);
});

test("a forged cursor and an unknown id are clear errors", async () => {
  await expect(listFindings(ctx, { cursor: "x' or 1=1" })).rejects.toMatchObject({ code: "invalid_cursor" });
  await expect(getFinding(ctx, "nonsense")).rejects.toMatchObject({ code: "finding_not_found" });
});
