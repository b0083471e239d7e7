import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { signedIn } from "@/lib/access/testing/signed-in";
import { assignRole } from "@/lib/access/users/assign-role";
import { disableUser } from "@/lib/access/users/disable-user";
import { linkAccounts } from "@/lib/access/users/link-accounts";
import { proposeRole } from "@/lib/access/users/propose-role";
import { separateAccount } from "@/lib/access/users/separate-account";
import type { Ctx } from "@/lib/context";
import { approvalLastsMs } from "./approval";
import { carryOut } from "./carry-out";
import { decideApproval } from "./decide-approval";
import { getApproval } from "./get-approval";
import { countApprovalsToDecide, listApprovals } from "./list-approvals";
import { withdrawProposal } from "./withdraw-proposal";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const person = (role: Role, authTime?: Date | null) => signedIn(database.db, role, now, authTime);
const roleOf = async (id: string) => (await database.sql`select role from users where id = ${id}`)[0]?.role;

/** A change of somebody's role from viewer to responder, proposed. */
async function proposed() {
  const [proposer, approver, target] = [await person("admin"), await person("admin"), await person("viewer")];
  const input = { id: target.id, role: "responder", expectedRole: "viewer" } as const;
  const id = await proposeRole(proposer.ctx, input);
  const approve = (ctx: Ctx = approver.ctx) => decideApproval(ctx, { id, decision: "approve" });
  const act = (ctx: Ctx = proposer.ctx, change: object = {}) =>
    carryOut(ctx, id, () => assignRole(ctx, { ...input, ...change, approvalId: id }));
  return { id, input, proposer, approver, target, approve, act };
}

test("one proposes, another approves, it is done once, and each step is in the audit trail", async () => {
  const { id, target, approver, proposer, approve, act } = await proposed();
  expect(await countApprovalsToDecide(approver.ctx)).toBe(1);
  expect(await countApprovalsToDecide(proposer.ctx)).toBe(0);
  await expect(act()).rejects.toMatchObject({ code: "approval_open" });
  await approve();
  expect((await getApproval(proposer.ctx, id)).state).toBe("approved");
  await act();
  expect(await roleOf(target.id)).toBe("responder");
  await expect(act()).rejects.toMatchObject({ kind: "conflict" });
  const audit = await database.sql`select action from audit_log where target_id = ${id} order by id`;
  expect(audit.map(({ action }) => action)).toEqual(["approval.propose", "approval.approve", "approval.carry-out"]);
});

test("of two who carry it out at once, one does", async () => {
  const { approve, act, approver } = await proposed();
  await approve();
  const all = await Promise.allSettled([act(), act(approver.ctx), act()]);
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("the act without an approval, with another's, or with another input changes nothing", async () => {
  const first = await proposed();
  const second = await proposed();
  await first.approve();
  const own = assignRole(second.proposer.ctx, second.input);
  await expect(own).rejects.toMatchObject({ code: "approval_needed" });
  const borrowed = assignRole(second.proposer.ctx, { ...second.input, approvalId: first.id });
  await expect(borrowed).rejects.toMatchObject({ code: "approval_lapsed" });
  await expect(first.act(undefined, { role: "admin" })).rejects.toMatchObject({ code: "approval_lapsed" });
  expect([await roleOf(first.target.id), await roleOf(second.target.id)]).toEqual(["viewer", "viewer"]);
});

test("nobody decides their own proposal, or about their own role", async () => {
  const { id, proposer, target, approve } = await proposed();
  await expect(approve(proposer.ctx)).rejects.toMatchObject({ code: "own_proposal" });
  await database.sql`update users set role = 'admin' where id = ${target.id}`;
  const asTarget: Ctx = { ...target.ctx, actor: { ...target.ctx.actor, role: "admin" } as Ctx["actor"] };
  await expect(approve(asTarget)).rejects.toMatchObject({ code: "own_role" });
  expect((await getApproval(proposer.ctx, id)).state).toBe("open");
});

test("two accounts with one e-mail address are not two people", async () => {
  const { id, proposer, approver, approve } = await proposed();
  await database.sql`update users set email = 'ada@x.invalid' where id = ${proposer.id}`;
  await database.sql`update users set email = 'Ada@X.invalid' where id = ${approver.id}`;
  await expect(approve()).rejects.toMatchObject({ code: "same_person" });
  expect((await getApproval(proposer.ctx, id)).state).toBe("open");
  await approve((await person("admin")).ctx);
  expect((await getApproval(proposer.ctx, id)).state).toBe("approved");
});

test("two accounts that an admin has marked as one person's are not two people, before the approval and after", async () => {
  const witness = await person("admin");
  const first = await proposed();
  await linkAccounts(witness.ctx, { id: first.proposer.id, other: first.approver.id });
  await expect(first.approve()).rejects.toMatchObject({ code: "same_person" });
  expect((await getApproval(witness.ctx, first.id)).state).toBe("open");
  const second = await proposed();
  await second.approve();
  await linkAccounts(witness.ctx, { id: second.proposer.id, other: second.approver.id });
  await expect(second.act()).rejects.toMatchObject({ code: "approval_lapsed" });
  expect(await roleOf(second.target.id)).toBe("viewer");
  // Nor does either decide about the other's role.
  const about = { id: first.approver.id, role: "viewer", expectedRole: "admin" } as const;
  await expect(proposeRole(first.proposer.ctx, about)).rejects.toMatchObject({ code: "own_role" });
  const id = await proposeRole(witness.ctx, about);
  await expect(decideApproval(first.proposer.ctx, { id, decision: "approve" })).rejects.toMatchObject({
    code: "own_role",
  });
  await separateAccount(witness.ctx, first.approver.id);
  await expect(first.approve()).resolves.toBeUndefined();
});

test("what is proposed anew under an approver's eyes is another proposal, and the trail says so", async () => {
  const { id, input, proposer, approve, act } = await proposed();
  const second = await proposeRole(proposer.ctx, { ...input, role: "admin" });
  expect(second).not.toBe(id);
  await expect(approve()).rejects.toMatchObject({ code: "approval_withdrawn" });
  await expect(act(undefined, { role: "admin" })).rejects.toMatchObject({ code: "approval_withdrawn" });
  const audit = await database.sql`select action, after from audit_log where target_id = ${id} order by id`;
  expect(audit.map(({ action }) => action)).toEqual(["approval.propose", "approval.withdraw"]);
});

test.each<Role>(["viewer", "relations", "responder"])("a %s does not decide about roles", async (role) => {
  const { approve, act, proposer, id } = await proposed();
  const low = await person(role);
  await expect(approve(low.ctx)).rejects.toMatchObject({ code: "forbidden" });
  await approve();
  await expect(act(low.ctx)).rejects.toMatchObject({ code: "forbidden" });
  expect((await getApproval(proposer.ctx, id)).state).toBe("approved");
});

test("proposing, approving and carrying out want a fresh sign-in, and no token does any of it", async () => {
  const stale = await person("admin", new Date(now.getTime() - 3_600_000));
  const { input, approve, act, proposer, id } = await proposed();
  const refusal = { code: "fresh_sign_in_needed" };
  await expect(proposeRole(stale.ctx, input)).rejects.toMatchObject(refusal);
  await expect(approve(stale.ctx)).rejects.toMatchObject(refusal);
  await approve();
  await expect(act(stale.ctx)).rejects.toMatchObject(refusal);
  const actor = { kind: "token", id: randomUUID(), name: "t", role: "admin", isReadOnly: false } as const;
  const asToken: Ctx = { db: database.db, now, actor };
  await expect(approve(asToken)).rejects.toMatchObject({ code: "person_needed" });
  await expect(act(asToken)).rejects.toMatchObject({ code: "person_needed" });
  expect((await getApproval(proposer.ctx, id)).state).toBe("approved");
});

test("an approval lapses when what it was decided upon has changed, and stays so when it changes back", async () => {
  const { id, target, proposer, approve, act } = await proposed();
  await approve();
  await database.sql`update users set group_role = 'relations' where id = ${target.id}`;
  await expect(act()).rejects.toMatchObject({ code: "approval_lapsed" });
  expect(await getApproval(proposer.ctx, id)).toMatchObject({ state: "lapsed" });
  await database.sql`update users set group_role = null where id = ${target.id}`;
  await expect(act()).rejects.toMatchObject({ kind: "conflict" });
  expect(await roleOf(target.id)).toBe("viewer");
});

test("an approval is worth nothing once whoever gave it may not give it any more", async () => {
  const { target, approver, approve, act } = await proposed();
  const other = await person("admin");
  await approve();
  await disableUser(other.ctx, approver.id);
  await expect(act()).rejects.toMatchObject({ code: "approval_lapsed" });
  expect(await roleOf(target.id)).toBe("viewer");
});

test("a day later it has expired, decided or not", async () => {
  const later = new Date(now.getTime() + approvalLastsMs);
  const [open, approved] = [await proposed(), await proposed()];
  await approved.approve();
  const again = await signedIn(database.db, "admin", later);
  await expect(open.approve(again.ctx)).rejects.toMatchObject({ code: "approval_expired" });
  await expect(approved.act(again.ctx)).rejects.toMatchObject({ code: "approval_expired" });
});

test("a rejection says why and ends it; a proposal is withdrawn by its proposer alone", async () => {
  const { id, approver, proposer, approve } = await proposed();
  await expect(decideApproval(approver.ctx, { id, decision: "reject" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await decideApproval(approver.ctx, { id, decision: "reject", reason: "not now" });
  expect(await getApproval(proposer.ctx, id)).toMatchObject({ state: "rejected", endedWhy: "not now" });
  await expect(approve()).rejects.toMatchObject({ code: "approval_rejected" });
  const second = await proposed();
  await expect(withdrawProposal(second.approver.ctx, second.id)).rejects.toMatchObject({ code: "not_your_proposal" });
  await withdrawProposal(second.proposer.ctx, second.id);
  await expect(second.approve()).rejects.toMatchObject({ code: "approval_withdrawn" });
});

test("what is no id and nobody's is refused", async () => {
  const { ctx } = await person("admin");
  await expect(getApproval(ctx, "1 or true")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(getApproval(ctx, randomUUID())).rejects.toMatchObject({ code: "approval_not_found" });
  const missing = decideApproval(ctx, { id: randomUUID(), decision: "approve" });
  await expect(missing).rejects.toMatchObject({ code: "approval_not_found" });
});

test("the list is paged without gap or repetition", async () => {
  const own = await person("admin");
  for (let index = 0; index < 3; index++) await proposed();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listApprovals(own.ctx, { show: "all", limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  const [{ count } = { count: 0 }] = await database.sql`select count(*)::int as count from approvals`;
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(count);
});
