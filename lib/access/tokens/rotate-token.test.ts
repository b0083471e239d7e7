import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { roles } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { parseTokenText } from "@/lib/access/token-format";
import { authenticateApiToken } from "./authenticate-api-token";
import { createToken } from "./create-token";
import { listTokens } from "./list-tokens";
import { revokeToken } from "./revoke-token";
import { overlaps, rotateToken } from "./rotate-token";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`insert into providers (slug, name) values ('acme', 'Acme')`;
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const admin = (at = now) => testCtx(database.db, "admin", at);
const dayMs = 86_400_000;
const api = (expiresAt?: Date) => createToken(admin(), { kind: "api", name: "reader", role: "viewer", expiresAt });
const opens = (text: string, at: Date) =>
  authenticateApiToken(database.db, text, { now: at }).then(
    () => "yes",
    (error: { code: string }) => error.code,
  );

test("both work during the overlap, then the new one alone", async () => {
  const old = await api(later(100 * dayMs));
  const made = await rotateToken(admin(), { id: old.id, overlap: "24h" });
  expect(made.oldExpiresAt).toEqual(later(dayMs));
  expect([await opens(old.token, later(dayMs - 1)), await opens(made.token, now)]).toEqual(["yes", "yes"]);
  expect([await opens(old.token, later(dayMs)), await opens(made.token, later(dayMs))]).toEqual([
    "expired_token",
    "yes",
  ]);
  const { items } = await listTokens(admin());
  expect(items.find(({ id }) => id === old.id)).toMatchObject({ successor: made.prefix, predecessor: null });
  expect(items.find(({ id }) => id === made.id)).toMatchObject({ predecessor: old.prefix, successor: null });
});

test("the successor has kind, scope and lifetime of the old one, and the trail has both without a text", async () => {
  const input = { kind: "provider", provider: "acme", name: "Acme", intervalSeconds: 45 } as const;
  const old = await createToken(admin(), { ...input, expiresAt: later(90 * dayMs) });
  const made = await rotateToken(admin(later(80 * dayMs)), { id: old.id });
  expect(parseTokenText(made.token)?.kind).toBe("provider");
  // The old one would have ended within the overlap anyway.
  expect(made.oldExpiresAt).toEqual(later(87 * dayMs));
  const [row] = await database.sql`
    select kind, name, interval_seconds as seconds, expires_at as expiry, provider_id is not null as bound from tokens where id = ${made.id}`;
  expect(row).toEqual({ kind: "provider", name: "Acme", seconds: 45, expiry: later(170 * dayMs), bound: true });
  const audit = await database.sql`
    select action, a::text as text from audit_log a where target_id in (${old.id}, ${made.id}) order by id`;
  expect(audit.map(({ action }) => action)).toEqual(["token.create", "token.create", "token.rotate"]);
  for (const { text } of audit) expect(text).not.toContain(made.token.slice(made.prefix.length));
});

test("a token that would expire sooner is not prolonged by its rotation", async () => {
  const old = await api(later(1_000));
  expect((await rotateToken(admin(), { id: old.id, overlap: "30d" })).oldExpiresAt).toEqual(later(1_000));
});

test("of two rotations at once one makes a successor, the other is told", async () => {
  const old = await api();
  const all = await Promise.allSettled([1, 2, 3].map(() => rotateToken(admin(), { id: old.id })));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of all) if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "token_rotated" });
  const [{ count } = { count: 0 }] =
    await database.sql`select count(*)::int as count from tokens where predecessor_id = ${old.id}`;
  expect(count).toBe(1);
});

test("where the successor was revoked, the old one is rotated anew with its first lifetime", async () => {
  const old = await api(later(90 * dayMs));
  const first = await rotateToken(admin(), { id: old.id });
  await revokeToken(admin(), first.id);
  const second = await rotateToken(admin(later(dayMs)), { id: old.id });
  expect(await opens(second.token, later(91 * dayMs - 1))).toBe("yes");
  expect(await opens(second.token, later(91 * dayMs))).toBe("expired_token");
});

test("there are never three: a successor waits until its predecessor has ended", async () => {
  const old = await api();
  const second = await rotateToken(admin(), { id: old.id, overlap: "1h" });
  await expect(rotateToken(admin(), { id: second.id })).rejects.toMatchObject({ code: "predecessor_alive" });
  await expect(rotateToken(admin(later(overlaps["1h"])), { id: second.id })).resolves.toMatchObject({});
});

test("the revoked, the expired, the unknown and bad input are refused", async () => {
  const [gone, old] = [await api(), await api(later(1))];
  await revokeToken(admin(), gone.id);
  await expect(rotateToken(admin(), { id: gone.id })).rejects.toMatchObject({ code: "token_revoked" });
  await expect(rotateToken(admin(later(1)), { id: old.id })).rejects.toMatchObject({ code: "token_expired" });
  await expect(rotateToken(admin(), { id: randomUUID() })).rejects.toMatchObject({ code: "token_not_found" });
  await expect(rotateToken(admin(), { id: "1 or true" })).rejects.toMatchObject({ code: "invalid_input" });
  // What arrives from outside has no type.
  const forever = { id: old.id, overlap: "10y" } as never;
  await expect(rotateToken(admin(), forever)).rejects.toMatchObject({ code: "invalid_input" });
});

test("only an admin rotates", async () => {
  const { id } = await api();
  for (const role of roles.filter((role) => role !== "admin")) {
    await expect(rotateToken(testCtx(database.db, role, now), { id })).rejects.toMatchObject({ code: "forbidden" });
  }
});
