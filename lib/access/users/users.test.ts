import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { decideApproval } from "@/lib/access/approvals/decide-approval";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { signedIn as newPerson } from "@/lib/access/testing/signed-in";
import { type Ctx, systemCtx } from "@/lib/context";
import { assignRole } from "./assign-role";
import { disableUser } from "./disable-user";
import { enableUser } from "./enable-user";
import { getUser } from "./get-user";
import { listUsers } from "./list-users";
import { proposeRole } from "./propose-role";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");

const signedIn = (role: Role, authTime?: Date | null) => newPerson(database.db, role, now, authTime);
/** With the approval of an admin who is made for it. */
async function assignApproved(ctx: Ctx, input: Parameters<typeof assignRole>[1]) {
  const approvalId = await proposeRole(ctx, input);
  const approver = await signedIn("admin");
  await decideApproval(approver.ctx, { id: approvalId, decision: "approve" });
  return assignRole(ctx, { ...input, approvalId });
}
const lastAudit = async (id: string) => {
  const [row] = await database.sql<{ action: string; before: string; after: string }[]>`
    select action, before::text, after::text from audit_log where target_id = ${id} order by id desc limit 1`;
  return row && { ...row, before: JSON.parse(row.before), after: JSON.parse(row.after) };
};

test("an admin sets a role, which holds with the next request; lifted, the groups' holds again", async () => {
  const [admin, person] = [await signedIn("admin"), await signedIn("viewer")];
  await database.sql`update users set group_role = 'viewer' where id = ${person.id}`;
  await assignApproved(admin.ctx, { id: person.id, role: "responder", expectedRole: "viewer" });
  expect(await person.roleNow()).toBe("responder");
  expect(await lastAudit(person.id)).toEqual({
    action: "user.assign-role",
    before: { role: "viewer", assignedRole: null },
    after: { role: "responder", assignedRole: "responder" },
  });
  expect(await getUser(admin.ctx, person.id)).toMatchObject({ assignedRole: "responder", groupRole: "viewer" });
  await assignApproved(admin.ctx, { id: person.id, role: null, expectedRole: "responder" });
  expect(await person.roleNow()).toBe("viewer");
});

test("a role that was changed meanwhile is not overwritten", async () => {
  const [admin, person] = [await signedIn("admin"), await signedIn("viewer")];
  await assignApproved(admin.ctx, { id: person.id, role: "relations", expectedRole: "viewer" });
  const stale = { id: person.id, role: "admin", expectedRole: "viewer" } as const;
  await expect(proposeRole(admin.ctx, stale)).rejects.toMatchObject({ code: "user_changed" });
  await expect(assignRole(admin.ctx, stale)).rejects.toMatchObject({ code: "user_changed" });
  expect(await person.roleNow()).toBe("relations");
});

test("changing a role and letting somebody in again want a fresh sign-in; taking access away does not", async () => {
  const stale = await signedIn("admin", new Date(now.getTime() - 3_600_000));
  const person = await signedIn("viewer");
  await expect(assignRole(stale.ctx, { id: person.id, role: "admin", expectedRole: "viewer" })).rejects.toMatchObject({
    code: "fresh_sign_in_needed",
  });
  expect(await person.roleNow()).toBe("viewer");
  await disableUser(stale.ctx, person.id);
  expect(await person.roleNow()).toBeNull();
  await expect(enableUser(stale.ctx, person.id)).rejects.toMatchObject({ code: "fresh_sign_in_needed" });
  const actor = { kind: "token", id: randomUUID(), name: "t", role: "admin", isReadOnly: false } as const;
  await expect(enableUser({ db: database.db, now, actor }, person.id)).rejects.toMatchObject({ code: "person_needed" });
});

test("nobody changes or disables themselves", async () => {
  const admin = await signedIn("admin");
  await expect(assignRole(admin.ctx, { id: admin.id, role: "viewer", expectedRole: "admin" })).rejects.toMatchObject({
    code: "own_role",
  });
  await expect(disableUser(admin.ctx, admin.id)).rejects.toMatchObject({ code: "own_account" });
});

test("two admins who take each other's role away at once: one stays", async () => {
  const [one, two, third] = [await signedIn("admin"), await signedIn("admin"), await signedIn("admin")];
  const input = { id: two.id, role: "viewer", expectedRole: "admin" } as const;
  const approvalId = await proposeRole(one.ctx, input);
  await decideApproval(third.ctx, { id: approvalId, decision: "approve" });
  const all = await Promise.allSettled([assignRole(one.ctx, { ...input, approvalId }), disableUser(two.ctx, one.id)]);
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect([await one.roleNow(), await two.roleNow()].filter((role) => role === "admin")).toHaveLength(1);
});

test("the last admin stays, whoever asks", async () => {
  const own = await createTestDatabase();
  try {
    const { userId } = await createSessionFor(own.db, { role: "admin", now });
    const system = systemCtx(own.db, "test", now);
    const refusal = { kind: "conflict", code: "last_admin" };
    await expect(disableUser(system, userId)).rejects.toMatchObject(refusal);
    await expect(assignRole(system, { id: userId, role: "responder", expectedRole: "admin" })).rejects.toMatchObject(
      refusal,
    );
    const { userId: second } = await createSessionFor(own.db, { role: "admin", now });
    await disableUser(system, second);
    await expect(disableUser(system, userId)).rejects.toMatchObject(refusal);
  } finally {
    await own.drop();
  }
});

test("disabling ends all sessions at once, and enabling brings none back", async () => {
  const [admin, person] = [await signedIn("admin"), await signedIn("responder")];
  await disableUser(admin.ctx, person.id);
  expect(await person.roleNow()).toBeNull();
  expect(await lastAudit(person.id)).toMatchObject({ action: "user.disable", after: { endedSessions: 1 } });
  await expect(disableUser(admin.ctx, person.id)).rejects.toMatchObject({ code: "user_disabled" });
  await enableUser(admin.ctx, person.id);
  expect(await person.roleNow()).toBeNull();
  expect((await lastAudit(person.id))?.action).toBe("user.enable");
  await expect(enableUser(admin.ctx, person.id)).rejects.toMatchObject({ code: "user_enabled" });
});

test.each<Role>(["viewer", "relations", "responder"])("a %s neither sees nor changes users", async (role) => {
  const [low, person] = [await signedIn(role), await signedIn("viewer")];
  const refusal = { code: "forbidden" };
  await expect(listUsers(low.ctx)).rejects.toMatchObject(refusal);
  await expect(getUser(low.ctx, person.id)).rejects.toMatchObject(refusal);
  await expect(assignRole(low.ctx, { id: low.id, role: "admin", expectedRole: role })).rejects.toMatchObject(refusal);
  await expect(disableUser(low.ctx, person.id)).rejects.toMatchObject(refusal);
  await expect(enableUser(low.ctx, person.id)).rejects.toMatchObject(refusal);
});

test("an API token changes no role, whatever its own", async () => {
  const person = await signedIn("viewer");
  const actor = { kind: "token", id: randomUUID(), name: "t", role: "admin", isReadOnly: false } as const;
  const asToken: Ctx = { db: database.db, now, actor };
  await expect(assignRole(asToken, { id: person.id, role: "admin", expectedRole: "viewer" })).rejects.toMatchObject({
    code: "person_needed",
  });
});

test("what is no user, no id and no role is refused", async () => {
  const { ctx } = await signedIn("admin");
  const nobody = randomUUID();
  const missing = { kind: "not_found", code: "user_not_found" };
  await expect(getUser(ctx, nobody)).rejects.toMatchObject(missing);
  await expect(disableUser(ctx, nobody)).rejects.toMatchObject(missing);
  await expect(enableUser(ctx, nobody)).rejects.toMatchObject(missing);
  await expect(assignRole(ctx, { id: nobody, role: "viewer", expectedRole: null })).rejects.toMatchObject(missing);
  const invalid = { code: "invalid_input" };
  await expect(disableUser(ctx, "1 or true")).rejects.toMatchObject(invalid);
  // What a forged request may carry.
  const owner = { id: nobody, role: "owner", expectedRole: null } as never;
  await expect(assignRole(ctx, owner)).rejects.toMatchObject(invalid);
});

test("users are found by name, role and status, and paged without gap or repetition", async () => {
  const admin = await signedIn("admin");
  const mark = randomUUID();
  for (let index = 0; index < 5; index++) {
    await createSessionFor(database.db, { role: index % 2 ? "viewer" : "relations", name: `P-${mark}-${index}`, now });
  }
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listUsers(admin.ctx, { search: mark.toUpperCase(), limit: 2, cursor });
    pages.push(...page.items.map((user) => user.name));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(pages.toSorted()).toEqual([0, 1, 2, 3, 4].map((index) => `P-${mark}-${index}`));
  expect((await listUsers(admin.ctx, { search: mark, role: "viewer" })).items).toHaveLength(2);
  expect((await listUsers(admin.ctx, { search: mark, status: "disabled" })).items).toEqual([]);
  expect((await listUsers(admin.ctx, { search: "%" })).items).toEqual([]);
  await expect(listUsers(admin.ctx, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
});
