import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { admitUser, type Identity } from "./admit-user";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const ada: Identity = {
  issuer: "https://sso.example",
  subject: "1",
  name: "Ada",
  email: "ada@x.invalid",
  role: "viewer",
};
const admit = (identity: Identity) => admitUser({ db: database.db, now, address: "192.0.2.7" }, identity);
const actionsOn = async (id: string) =>
  (await database.sql<{ action: string }[]>`select action from audit_log where target_id = ${id} order by id`).map(
    (row) => row.action,
  );

test("the first sign-in makes the user, with its audit row; the second finds them", async () => {
  const first = await admit(ada);
  const second = await admit(ada);
  expect(second.id).toBe(first.id);
  expect(await actionsOn(first.id)).toEqual(["user.create"]);
});

test("e-mail and name may change: the identity stays", async () => {
  const before = await admit({ ...ada, subject: "2" });
  const after = await admit({ ...ada, subject: "2", name: "Ada B", email: "other@x.invalid" });
  expect(after).toMatchObject({ id: before.id, name: "Ada B", email: "other@x.invalid" });
});

test("one e-mail under another subject or issuer is another person", async () => {
  const one = await admit({ ...ada, subject: "3" });
  const two = await admit({ ...ada, subject: "4" });
  const three = await admit({ ...ada, subject: "3", issuer: "https://evil.example", role: "admin" });
  expect(new Set([one.id, two.id, three.id]).size).toBe(3);
});

test("the role follows the provider, up and down, each with an audit row", async () => {
  const user = await admit({ ...ada, subject: "5" });
  expect((await admit({ ...ada, subject: "5", role: "admin" })).role).toBe("admin");
  expect((await admit({ ...ada, subject: "5", role: "viewer" })).role).toBe("viewer");
  expect(await actionsOn(user.id)).toEqual(["user.create", "user.change-role", "user.change-role"]);
});

test("a disabled user stays out, and nothing of theirs changes", async () => {
  const user = await admit({ ...ada, subject: "6" });
  await database.sql`update users set disabled_at = now() where id = ${user.id}`;
  await expect(admit({ ...ada, subject: "6", role: "admin" })).rejects.toMatchObject({ code: "user_disabled" });
  const [row] = await database.sql<{ role: string }[]>`select role from users where id = ${user.id}`;
  expect(row?.role).toBe("viewer");
});

test("twenty sign-ins of one new person at once make one user", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => admit({ ...ada, subject: "7" })));
  expect(new Set(all.map((user) => user.id)).size).toBe(1);
});

test("a role that an admin has set holds over the groups, which are noted all the same", async () => {
  const user = await admit({ ...ada, subject: "8" });
  await database.sql`update users set assigned_role = 'relations', role = 'relations' where id = ${user.id}`;
  expect((await admit({ ...ada, subject: "8", role: "admin" })).role).toBe("relations");
  const [row] = await database.sql<{ role: string; group_role: string }[]>`
    select role, group_role from users where id = ${user.id}`;
  expect(row).toEqual({ role: "relations", group_role: "admin" });
  expect(await actionsOn(user.id)).toEqual(["user.create"]);
});
