import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { may, type Permission, roles } from "@/lib/access/permissions";
import { signedIn } from "@/lib/access/testing/signed-in";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { newTokenText } from "@/lib/access/token-format";
import { disableUser } from "@/lib/access/users/disable-user";
import { enableUser } from "@/lib/access/users/enable-user";
import { systemCtx } from "@/lib/context";
import { authenticateApiToken } from "./authenticate-api-token";
import { createToken } from "./create-token";
import { listTokens } from "./list-tokens";
import { revokeToken } from "./revoke-token";
import { rotateToken } from "./rotate-token";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`insert into providers (slug, name) values ('acme', 'Acme')`;
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const admin = (at = now) => testCtx(database.db, "admin", at);
const auditOf = (target: string) =>
  database.sql<{ action: string; after: unknown; before: unknown }[]>`
    select action, before, after from audit_log where target_id = ${target} order by id`;

test("a token is shown once; the database and the trail hold no more than its prefix", async () => {
  const { id, token, prefix } = await createToken(admin(), { kind: "provider", name: "Acme", provider: "acme" });
  expect(token.startsWith(prefix)).toBe(true);
  const [dump] = await database.sql<{ text: string }[]>`
    select (select string_agg(t::text, '') from tokens t) || (select string_agg(a::text, '') from audit_log a) as text`;
  expect(dump?.text).toContain(prefix);
  expect(dump?.text).not.toContain(token.slice(prefix.length));
  expect(await auditOf(id)).toMatchObject([{ action: "token.create", after: { kind: "provider", provider: "acme" } }]);
});

test("an unknown provider is refused, or made with an audit row where that was asked for", async () => {
  const input = { kind: "provider", name: "New", provider: "new-one" } as const;
  await expect(createToken(admin(), input)).rejects.toMatchObject({ code: "provider_not_found" });
  await createToken(admin(), { ...input, createProvider: true });
  await createToken(admin(), { ...input, createProvider: true });
  expect(await auditOf("new-one")).toMatchObject([{ action: "provider.create" }]);
});

test.each([
  ["a provider's without a provider", { kind: "provider", name: "x" }],
  ["an API token without a role", { kind: "api", name: "x" }],
  ["a cluster's without a cluster", { kind: "cluster", name: "x" }],
  ["an operator's with a provider", { kind: "operator", name: "x", provider: "acme" }],
  ["a provider's with a role", { kind: "provider", name: "x", provider: "acme", role: "admin" }],
  ["no name", { kind: "operator", name: "  " }],
  ["an unknown kind", { kind: "root", name: "x" }],
  ["a slug with a slash", { kind: "provider", name: "x", provider: "a/b" }],
  ["an interval of nothing", { kind: "operator", name: "x", intervalSeconds: 0 }],
  ["an expiry in the past", { kind: "operator", name: "x", expiresAt: new Date(0) }],
])("refused: %s", async (_, input) => {
  // What arrives from outside has no type.
  await expect(createToken(admin(), input as never)).rejects.toMatchObject({ code: "invalid_input" });
});

test("only an admin makes, lists and revokes", async () => {
  const { id } = await createToken(admin(), { kind: "operator", name: "kept" });
  for (const role of roles.filter((role) => role !== "admin")) {
    const ctx = testCtx(database.db, role, now);
    await expect(createToken(ctx, { kind: "operator", name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listTokens(ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeToken(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("an admin's API token that only reads makes no token", async () => {
  const { token } = await createToken(admin(), { kind: "api", name: "reader", role: "admin" });
  const actor = await authenticateApiToken(database.db, token, { now });
  expect(may(actor, "token.read")).toBe(true);
  await expect(createToken({ db: database.db, now, actor }, { kind: "operator", name: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a revoked token opens nothing, is revoked once, and an unknown one not at all", async () => {
  const { id, token } = await createToken(admin(), { kind: "api", name: "gone", role: "viewer" });
  await revokeToken(admin(), id);
  await expect(authenticateApiToken(database.db, token, { now })).rejects.toMatchObject({ code: "revoked_token" });
  await expect(revokeToken(admin(), id)).rejects.toMatchObject({ kind: "conflict", code: "token_revoked" });
  const unknown = "00000000-0000-4000-8000-00000000dead";
  await expect(revokeToken(admin(), unknown)).rejects.toMatchObject({ code: "token_not_found" });
  await expect(revokeToken(admin(), "4711")).rejects.toMatchObject({ code: "invalid_input" });
  expect((await auditOf(id)).map((row) => row.action)).toEqual(["token.create", "token.revoke"]);
});

test("two who revoke at once: one does, the other is told", async () => {
  const { id } = await createToken(admin(), { kind: "alert", name: "race" });
  const results = await Promise.allSettled([revokeToken(admin(), id), revokeToken(admin(), id)]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("an expired token opens nothing", async () => {
  const input = { kind: "api", name: "brief", role: "viewer", expiresAt: later(1_000) } as const;
  const { token } = await createToken(admin(), input);
  expect(await authenticateApiToken(database.db, token, { now })).toMatchObject({ kind: "token", role: "viewer" });
  await expect(authenticateApiToken(database.db, token, { now: later(1_000) })).rejects.toMatchObject({
    code: "expired_token",
  });
});

test("mistyped, unknown, foreign and empty tokens are told the same", async () => {
  const { token } = await createToken(admin(), { kind: "operator", name: "machine" });
  const api = newTokenText("api");
  for (const text of ["", "x", api, api.slice(0, -1), `${api}a`, token, token.replace("operator", "api"), "null"]) {
    await expect(authenticateApiToken(database.db, text, { now })).rejects.toMatchObject({
      kind: "unauthenticated",
      code: "invalid_token",
    });
  }
});

test("use is noted at most once a minute", async () => {
  const { id, token } = await createToken(admin(), { kind: "api", name: "used", role: "viewer" });
  const used = async () =>
    (await database.sql<{ at: Date | null }[]>`select last_used_at as at from tokens where id = ${id}`)[0]?.at;
  expect(await used()).toBeNull();
  await authenticateApiToken(database.db, token, { now });
  await authenticateApiToken(database.db, token, { now: later(59_000) });
  expect(await used()).toEqual(now);
  await authenticateApiToken(database.db, token, { now: later(61_000) });
  expect(await used()).toEqual(later(61_000));
});

test("pages follow each other without a gap or a repetition, and never show a text or a hash", async () => {
  for (let i = 0; i < 7; i++) await createToken(admin(), { kind: "cluster", name: `c${i}`, cluster: "c" });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTokens(admin(), { kind: "cluster", limit: 3, cursor });
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map((row) => row.id));
    cursor = page.next ?? undefined;
    for (const row of page.items) expect(Object.keys(row)).not.toContain("hash");
  } while (cursor);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

test("tokens are found by status and by a pasted token", async () => {
  const { id, token } = await createToken(admin(), { kind: "alert", name: "leaked" });
  expect((await listTokens(admin(), { prefix: token })).items.map((row) => row.id)).toEqual([id]);
  expect((await listTokens(admin(), { prefix: token, status: "revoked" })).items).toEqual([]);
  await revokeToken(admin(), id);
  expect((await listTokens(admin(), { prefix: token, status: "revoked" })).items).toHaveLength(1);
  await expect(listTokens(admin(), { cursor: "e30" })).rejects.toMatchObject({ code: "invalid_cursor" });
});

test("an API token is refused while whoever made it is out; what machines call in with goes on, and is found by its maker", async () => {
  const [maker, other] = [await signedIn(database.db, "admin", now), await signedIn(database.db, "admin", now)];
  const api = await createToken(maker.ctx, { kind: "api", name: "theirs", role: "admin", isReadOnly: false });
  const machines = await createToken(maker.ctx, { kind: "provider", name: "machines", provider: "acme" });
  const use = (token: string) => authenticateApiToken(database.db, token, { now });
  await expect(use(api.token)).resolves.toMatchObject({ role: "admin" });
  await disableUser(other.ctx, maker.id);
  await expect(use(api.token)).rejects.toMatchObject({ kind: "unauthenticated", code: "orphaned_token" });
  const { items } = await listTokens(other.ctx, { madeBy: maker.id });
  expect(items.map(({ id, isMakerOut, status }) => [id, isMakerOut, status]).toSorted()).toEqual(
    [api, machines].map(({ id }) => [id, true, "live"]).toSorted(),
  );
  const [disabled] = await auditOf(maker.id);
  expect(disabled).toMatchObject({ action: "user.disable", after: { tokens: { api: 1, machines: 1 } } });
  // Rotated, it is whoever rotated it that answers for it.
  const successor = await rotateToken(other.ctx, { id: api.id });
  await expect(use(successor.token)).resolves.toMatchObject({ role: "admin" });
  await expect(use(api.token)).rejects.toMatchObject({ code: "orphaned_token" });
  await enableUser(other.ctx, maker.id);
  await expect(use(api.token)).resolves.toMatchObject({ role: "admin" });
  await database.sql`update users set role = 'none' where id = ${maker.id}`;
  await expect(use(api.token)).rejects.toMatchObject({ code: "orphaned_token" });
});

test("an open browser alone makes no API token that may write, and rotates none", async () => {
  const stale = await signedIn(database.db, "admin", now, later(-3_600_000));
  const fresh = await signedIn(database.db, "admin", now);
  const input = { kind: "api", name: "writer", role: "admin", isReadOnly: false } as const;
  const refusal = { code: "fresh_sign_in_needed" };
  await expect(createToken(stale.ctx, input)).rejects.toMatchObject(refusal);
  await expect(createToken(stale.ctx, { ...input, isReadOnly: true })).resolves.toBeTruthy();
  const { id } = await createToken(fresh.ctx, input);
  await expect(rotateToken(stale.ctx, { id })).rejects.toMatchObject(refusal);
  await expect(rotateToken(fresh.ctx, { id })).resolves.toBeTruthy();
});

test("an API token never grants more than its maker may now, nor does one that it makes; one of the command line has no maker", async () => {
  const [maker, other] = [await signedIn(database.db, "admin", now), await signedIn(database.db, "admin", now)];
  const input = { kind: "api", name: "theirs", role: "admin", isReadOnly: false } as const;
  const made = await createToken(maker.ctx, input);
  const actorOf = (token: string) => authenticateApiToken(database.db, token, { now });
  const child = await createToken({ ...maker.ctx, actor: await actorOf(made.token) }, { ...input, isReadOnly: true });
  const viewers = await createToken(maker.ctx, { ...input, role: "viewer" });
  const unowned = await createToken(systemCtx(database.db, "command line", now), input);
  const become = (role: string) => database.sql`update users set role = ${role} where id = ${maker.id}`;
  const mayWrite = async (token: string, permission: Permission) => may(await actorOf(token), permission);

  await become("relations");
  expect(await mayWrite(made.token, "token.write")).toBe(false);
  expect(await mayWrite(made.token, "finding.write")).toBe(false);
  expect(await mayWrite(made.token, "provider.write")).toBe(true);
  expect(await mayWrite(child.token, "audit.read")).toBe(false);
  expect(await mayWrite(child.token, "fleet.read")).toBe(true);
  expect(await mayWrite(unowned.token, "token.write")).toBe(true);
  const listed = await listTokens(other.ctx, { madeBy: maker.id });
  expect(Object.fromEntries(listed.items.map(({ id, limitedTo }) => [id, limitedTo]))).toEqual({
    [made.id]: "relations",
    [child.id]: "relations",
    [viewers.id]: null,
  });

  // Rotated by somebody else, it is that person's.
  const successor = await rotateToken(other.ctx, { id: made.id });
  expect(await mayWrite(successor.token, "token.write")).toBe(true);
  await become("admin");
  expect(await mayWrite(made.token, "token.write")).toBe(true);
  await disableUser(other.ctx, maker.id);
  await expect(actorOf(child.token)).rejects.toMatchObject({ code: "orphaned_token" });
});
