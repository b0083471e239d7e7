import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { carryOut } from "@/lib/access/approvals/carry-out";
import { decideApproval } from "@/lib/access/approvals/decide-approval";
import { getApproval } from "@/lib/access/approvals/get-approval";
import type { Role } from "@/lib/access/permissions";
import { signedIn } from "@/lib/access/testing/signed-in";
import { type Ctx, systemCtx } from "@/lib/context";
import { createToken } from "./create-token";
import { selectLiveTokens } from "./list-tokens";
import { proposeRevocation } from "./propose-revocation";
import { mostRevokedAtOnce, RevokeTokens, revokeToken, revokeTokens } from "./revoke-token";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`insert into providers (slug, name) values ('acme', 'Acme'), ('other', 'Other')`;
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const hourMs = 3_600_000;
const person = (role: Role = "admin") => signedIn(database.db, role, now);
const system = () => systemCtx(database.db, "test", now);

async function made(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await createToken(system(), { kind: "alert", name: `t${i}` })).id);
  return ids.sort();
}
const revokedOf = async (ids: string[]) =>
  (await database.sql`select id from tokens where id = any(${ids}::uuid[]) and revoked_at is not null`).length;

async function proposed(count: number) {
  const [proposer, approver, ids] = [await person(), await person(), await made(count)];
  const id = await proposeRevocation(proposer.ctx, { ids, reason: "leaked" });
  const approve = () => decideApproval(approver.ctx, { id, decision: "approve" });
  const act = (ctx: Ctx = proposer.ctx) =>
    carryOut(ctx, id, (acting, { input }) => revokeTokens(acting, { ...RevokeTokens.parse(input), approvalId: id }));
  return { id, ids, proposer, approver, approve, act };
}

test("five at once are one person's, with an audit row each; the sixth within the hour is not", async () => {
  const { ctx, ctxAt } = await person();
  const ids = await made(7);
  await revokeTokens(ctx, { ids: ids.slice(0, 5) });
  const audit = await database.sql`select 1 from audit_log where action = 'token.revoke' and target_id = any(${ids})`;
  expect(audit).toHaveLength(5);
  await expect(revokeToken(ctx, ids[5] ?? "")).rejects.toMatchObject({ code: "approval_needed" });
  await revokeToken({ ...ctxAt(later(hourMs + 1)) }, ids[5] ?? "");
  expect(await revokedOf(ids)).toBe(6);
});

test("six at once change nothing without a second person", async () => {
  const { ctx } = await person();
  const ids = await made(6);
  await expect(revokeTokens(ctx, { ids })).rejects.toMatchObject({ code: "approval_needed" });
  expect(await revokedOf(ids)).toBe(0);
});

test("one who sends them at once gets no further than one who sends them after another", async () => {
  const { ctx } = await person();
  const ids = await made(8);
  const all = await Promise.allSettled(ids.map((id) => revokeToken(ctx, id)));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  expect(await revokedOf(ids)).toBe(5);
});

test("an approved revocation takes them all, once, and counts for nobody's hour", async () => {
  const { id, ids, proposer, approve, act } = await proposed(7);
  expect((await getApproval(proposer.ctx, id)).figures).toMatchObject({ tokens: { length: 7 } });
  await expect(act()).rejects.toMatchObject({ code: "approval_open" });
  await approve();
  const both = await Promise.allSettled([act(), act()]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await revokedOf(ids)).toBe(7);
  const [row] =
    await database.sql`select after from audit_log where action = 'token.revoke' and target_id = ${ids[0] ?? ""}`;
  expect(row?.after).toEqual({ approvalId: id });
  const [extra] = await made(1);
  await revokeToken(proposer.ctx, extra ?? "");
});

test("an approval lapses when one of the tokens was revoked meanwhile", async () => {
  const { id, ids, proposer, approve, act } = await proposed(6);
  await approve();
  await revokeToken(system(), ids[3] ?? "");
  await expect(act()).rejects.toMatchObject({ code: "approval_lapsed" });
  expect((await getApproval(proposer.ctx, id)).state).toBe("lapsed");
  expect(await revokedOf(ids)).toBe(1);
});

test("an approval for some tokens revokes no others", async () => {
  const { id, proposer, approve } = await proposed(6);
  const others = await made(6);
  await approve();
  const act = revokeTokens(proposer.ctx, { ids: others, approvalId: id });
  await expect(act).rejects.toMatchObject({ code: "approval_lapsed" });
  expect(await revokedOf(others)).toBe(0);
});

test.each<Role>(["viewer", "relations", "responder"])("a %s neither proposes, approves nor revokes", async (role) => {
  const { ctx } = await person(role);
  const { id, ids } = await proposed(6);
  const refusal = { code: "forbidden" };
  await expect(proposeRevocation(ctx, { ids })).rejects.toMatchObject(refusal);
  await expect(decideApproval(ctx, { id, decision: "approve" })).rejects.toMatchObject(refusal);
  await expect(revokeTokens(ctx, { ids })).rejects.toMatchObject(refusal);
  await expect(selectLiveTokens(ctx, {})).rejects.toMatchObject(refusal);
});

test("all or none: with one that is unknown or revoked nothing is revoked", async () => {
  const { ctx } = await person();
  const ids = await made(2);
  const unknown = revokeTokens(ctx, { ids: [...ids, randomUUID()] });
  await expect(unknown).rejects.toMatchObject({ code: "token_not_found" });
  expect(await revokedOf(ids)).toBe(0);
  await revokeToken(ctx, ids[0] ?? "");
  await expect(revokeTokens(ctx, { ids })).rejects.toMatchObject({ code: "token_revoked" });
  await expect(proposeRevocation(ctx, { ids })).rejects.toMatchObject({ code: "token_not_live" });
  expect(await revokedOf(ids)).toBe(1);
});

test.each([
  ["none", []],
  ["too many", Array.from({ length: mostRevokedAtOnce + 1 }, () => randomUUID())],
  ["what is no id", ["1 or true"]],
])("bad input: %s", async (_, ids) => {
  const { ctx } = await person();
  await expect(revokeTokens(ctx, { ids })).rejects.toMatchObject({ code: "invalid_input" });
});

test("tokens are chosen by kind, provider, age and want of use; the dead are left out", async () => {
  const dayMs = 86_400_000;
  const make = async (provider: string, ageDays: number, usedDays: number | null) => {
    const { id } = await createToken(system(), { kind: "provider", name: "n", provider });
    const used = usedDays === null ? null : later(-usedDays * dayMs);
    await database.sql`update tokens set created_at = ${later(-ageDays * dayMs)}, last_used_at = ${used} where id = ${id}`;
    return id;
  };
  const old = await make("acme", 100, 50);
  const fresh = await make("acme", 1, null);
  const busy = await make("other", 100, 0);
  const dead = await make("other", 100, 50);
  await revokeToken(system(), dead);
  const { ctx } = await person();
  const pick = async (filter: object) => (await selectLiveTokens(ctx, { kind: "provider", ...filter })).ids.sort();
  expect(await pick({})).toEqual([old, fresh, busy].sort());
  expect(await pick({ provider: "acme" })).toEqual([old, fresh].sort());
  expect(await pick({ olderThanDays: 30 })).toEqual([old, busy].sort());
  expect(await pick({ unusedForDays: 30 })).toEqual([old]);
  expect(await pick({ exposed: "yes" })).toEqual([]);
});
