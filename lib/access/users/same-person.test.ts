import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { roles } from "@/lib/access/permissions";
import { signedIn } from "@/lib/access/testing/signed-in";
import { linkAccounts } from "./link-accounts";
import { listAccountsOf } from "./list-accounts-of";
import { isSamePerson } from "./same-person";
import { separateAccount } from "./separate-account";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const person = (role: (typeof roles)[number] = "admin", authTime?: Date) => signedIn(database.db, role, now, authTime);
const same = (one: { id: string }, other: { id: string }) => isSamePerson(database.db, one.id, other.id);

test("two accounts are marked as one person's, a third with both, and each stands on the pages of the others", async () => {
  const [admin, a, b, c] = [await person(), await person(), await person(), await person("viewer")];
  expect(await same(a, b)).toBe(false);
  await database.sql`update users set email = 'Bea@x.invalid' where id = ${b.id}`;
  await linkAccounts(admin.ctx, { id: a.id, other: "bea@X.invalid" });
  expect([await same(a, b), await same(b, a), await same(a, c), await same(a, admin)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  await linkAccounts(admin.ctx, { id: c.id, other: b.id });
  expect(await same(a, c)).toBe(true);
  expect((await listAccountsOf(admin.ctx, b.id)).map(({ id }) => id).toSorted()).toEqual([a.id, c.id].toSorted());
  const audit = await database.sql`select after from audit_log where action = 'user.link' order by id desc limit 1`;
  expect(audit[0]?.after).toEqual({ samePerson: [a.id, b.id, c.id].toSorted() });
  await separateAccount(admin.ctx, a.id);
  expect([await same(a, b), await same(b, c)]).toEqual([false, true]);
  await expect(separateAccount(admin.ctx, a.id)).rejects.toMatchObject({ code: "user_not_linked" });
  expect(await listAccountsOf(admin.ctx, a.id)).toEqual([]);
});

test("who shares an address with an account is the person of whatever that one is marked with", async () => {
  const [admin, a, b, c, d] = [await person(), await person(), await person(), await person(), await person()];
  await database.sql`update users set email = 'Cora@x.invalid' where id = ${a.id}`;
  await database.sql`update users set email = 'cora@X.invalid' where id = ${b.id}`;
  await linkAccounts(admin.ctx, { id: b.id, other: c.id });
  expect([await same(a, c), await same(c, a)]).toEqual([true, true]);
  expect([await same(a, d), await same(c, d), await same(admin, a)]).toEqual([false, false, false]);
  await expect(separateAccount(a.ctx, c.id)).rejects.toMatchObject({ code: "own_account" });
  await separateAccount(admin.ctx, c.id);
  expect([await same(a, c), await same(a, b)]).toEqual([false, true]);
});

test("groups of accounts that are found to be one become one, also when two admins do it at once", async () => {
  const [admin, ...all] = [await person(), await person(), await person(), await person(), await person()];
  const [a, b, c, d] = all as [typeof admin, typeof admin, typeof admin, typeof admin];
  await linkAccounts(admin.ctx, { id: a.id, other: b.id });
  await linkAccounts(admin.ctx, { id: c.id, other: d.id });
  await Promise.all([
    linkAccounts(admin.ctx, { id: a.id, other: c.id }),
    linkAccounts(admin.ctx, { id: c.id, other: a.id }),
  ]);
  expect([await same(a, d), await same(b, c), await same(b, d)]).toEqual([true, true, true]);
});

test("who links groups crosswise at once waits for the other: all become one, and nobody is refused", async () => {
  const admin = await person();
  const [a, b, c, d] = [await person("viewer"), await person("viewer"), await person("viewer"), await person("viewer")];
  await linkAccounts(admin.ctx, { id: a.id, other: b.id });
  await linkAccounts(admin.ctx, { id: c.id, other: d.id });
  const links: Promise<void>[] = [];
  await database.owner.begin(async (tx) => {
    // Rows may be locked, none updated: both are under way before either changes anything.
    await tx`lock table users in share mode`;
    links.push(linkAccounts(admin.ctx, { id: a.id, other: c.id }), linkAccounts(admin.ctx, { id: d.id, other: b.id }));
    await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 15_000, interval: 10 });
  });
  await Promise.all(links);
  expect([await same(a, d), await same(b, c), await same(b, d)]).toEqual([true, true, true]);
});

/** Connections to this database that wait for a lock of another. */
async function waiting(): Promise<number> {
  const [row] = await database.owner<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

test("somebody whose role was taken meanwhile links and separates nothing, whatever their request still says", async () => {
  const [former, a, b] = [await person(), await person("viewer"), await person("viewer")];
  await linkAccounts(former.ctx, { id: a.id, other: b.id });
  await database.sql`update users set role = 'viewer' where id = ${former.id}`;
  await expect(separateAccount(former.ctx, a.id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(linkAccounts(former.ctx, { id: a.id, other: former.id })).rejects.toMatchObject({ code: "forbidden" });
  expect([await same(a, b), await same(a, former)]).toEqual([true, false]);
});

test("nobody separates an account of their own, and both want a fresh sign-in", async () => {
  const [admin, a, b] = [await person(), await person(), await person()];
  await linkAccounts(a.ctx, { id: a.id, other: b.id });
  for (const own of [a, b]) {
    await expect(separateAccount(own.ctx, a.id)).rejects.toMatchObject({ code: "own_account" });
  }
  const stale = await person("admin", new Date(now.getTime() - 3_600_000));
  const refusal = { code: "fresh_sign_in_needed" };
  await expect(separateAccount(stale.ctx, a.id)).rejects.toMatchObject(refusal);
  await expect(linkAccounts(stale.ctx, { id: a.id, other: admin.id })).rejects.toMatchObject(refusal);
  expect(await same(a, b)).toBe(true);
});

test("who is not there, several at once, oneself, no input and too low a role are refused", async () => {
  const [admin, a, b] = [await person(), await person(), await person()];
  const link = (input: object) => linkAccounts(admin.ctx, { id: a.id, other: b.id, ...input });
  await expect(link({ other: randomUUID() })).rejects.toMatchObject({ code: "user_not_found" });
  await expect(link({ other: "nobody@x.invalid" })).rejects.toMatchObject({ code: "user_not_found" });
  await expect(link({ id: randomUUID() })).rejects.toMatchObject({ code: "user_not_found" });
  await expect(link({ other: a.id })).rejects.toMatchObject({ code: "same_account" });
  await expect(link({ other: " " })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(link({ id: "1" })).rejects.toMatchObject({ code: "invalid_input" });
  await database.sql`update users set email = 'two@x.invalid' where id in (${b.id}, ${admin.id})`;
  await expect(link({ other: "two@x.invalid" })).rejects.toMatchObject({ code: "several_users" });
  for (const role of roles.filter((each) => each !== "admin")) {
    const { ctx } = await person(role);
    await expect(linkAccounts(ctx, { id: a.id, other: b.id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(separateAccount(ctx, a.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listAccountsOf(ctx, a.id)).rejects.toMatchObject({ code: "forbidden" });
  }
});
