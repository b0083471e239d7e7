import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { AppError } from "@/lib/app-error";
import { DenialGate } from "./denial-gate";
import { denialReason } from "./denial-reason";
import { recordDenial } from "./record-denial";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const rows = () =>
  database.sql<{ actor_kind: string; target_id: string }[]>`
    select actor_kind, target_id from audit_log where action = 'access.denied' order by id`;

test("a hundred refusals in a minute are one audit row and one count", async () => {
  const ctx = testCtx(database.db, "viewer", now);
  const totals = await Promise.all(
    Array.from({ length: 100 }, () => recordDenial(ctx, { actor: ctx.actor, reason: "token.read" })),
  );
  expect(Math.max(...totals)).toBe(100);
  expect(await rows()).toEqual([{ actor_kind: "user", target_id: "token.read" }]);
  await recordDenial({ ...ctx, now: new Date(now.getTime() + 60_000) }, { actor: ctx.actor, reason: "token.read" });
  expect(await rows()).toHaveLength(2);
});

test("strangers are counted together, under nobody", async () => {
  const nobody = { kind: "nobody", id: "", name: "Nobody", address: "2001:db8::1" } as const;
  await recordDenial({ db: database.db, now }, { actor: nobody, reason: "invalid_token", count: 40 });
  expect(await recordDenial({ db: database.db, now }, { actor: nobody, reason: "invalid_token", count: 2 })).toBe(42);
  expect((await rows()).filter((row) => row.actor_kind === "nobody")).toHaveLength(1);
});

test("a rule that somebody with the permission runs into is a refusal too", () => {
  const forbidden = (code: string, details = {}) => new AppError("forbidden", code, "no", details);
  expect(denialReason(forbidden("forbidden", { permission: "token.write" }))).toBe("token.write");
  for (const code of ["own_proposal", "approval_needed", "fresh_sign_in_needed", "person_needed"]) {
    expect(denialReason(forbidden(code, { maxAgeSeconds: 600 }))).toBe(code);
  }
  expect(denialReason(new AppError("too_many_requests", "too_many_requests", "later"))).toBe("too_many_requests");
  expect(denialReason(new AppError("conflict", "approval_open", "not yet"))).toBeNull();
  expect(denialReason(new Error("forbidden"))).toBeNull();
});

test("the gate lets one write a second through, with what it held back", () => {
  const gate = new DenialGate();
  expect(gate.pass("invalid_token", 0)).toBe(1);
  expect(gate.pass("invalid_token", 10)).toBe(0);
  expect(gate.pass("invalid_token", 999)).toBe(0);
  expect(gate.pass("expired_token", 999)).toBe(1);
  expect(gate.pass("invalid_token", 1_000)).toBe(3);
  expect(gate.pass("invalid_token", 2_000)).toBe(1);
});
