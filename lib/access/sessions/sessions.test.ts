import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { admitUser } from "@/lib/access/sign-in/admit-user";
import type { Ctx } from "@/lib/context";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { findSession } from "./find-session";
import { listSessions } from "./list-sessions";
import { unsealIdToken } from "./seal-id-token";
import { hashSessionToken, newSessionToken, sessionCookieName } from "./session-cookie";
import { defaultSessionLimits, mostSessions } from "./session-limits";
import { signOut } from "./sign-out";
import { startSession } from "./start-session";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const { absoluteMs, idleMs } = defaultSessionLimits;
const now = new Date("2026-11-21T08:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

async function person(subject: string, role: "viewer" | "admin" = "viewer") {
  const identity = { issuer: "https://sso.example", subject, name: subject, email: null, role };
  return admitUser({ db: database.db, now }, identity);
}

async function signedIn(subject: string, role: "viewer" | "admin" = "viewer") {
  const user = await person(subject, role);
  const started = await startSession({ db: database.db, now, address: "192.0.2.7" }, { user, userAgent: "Test" });
  const found = await findSession(database.db, started.token, now);
  if (!found) throw new Error("The session just made is not found.");
  const ctx: Ctx = { db: database.db, now, actor: { kind: "user", ...user } };
  return { user, ctx, sessionId: found.sessionId, ...started };
}

const auditOf = (target: string) =>
  database.sql<{ action: string; actor_name: string; address: string | null }[]>`
    select action, actor_name, host(address) as address from audit_log where target_id = ${target} order by id`;

test("a session opens for whoever holds its value, and the database holds only the hash", async () => {
  const { token, user, sessionId } = await signedIn("ada");
  expect(await findSession(database.db, token, now)).toMatchObject({
    user: { id: user.id, name: "ada", role: "viewer" },
  });
  const [row] = await database.sql<{ hash: Buffer }[]>`select token_hash as hash from sessions where id = ${sessionId}`;
  expect(row?.hash.equals(createHash("sha256").update(token).digest())).toBe(true);
  const [dump] = await database.sql<{ text: string }[]>`select string_agg(s::text, '') as text from sessions s`;
  expect(dump?.text).not.toContain(token);
  expect(await auditOf(sessionId)).toEqual([{ action: "session.start", actor_name: "ada", address: "192.0.2.7" }]);
});

test("forged, truncated, lengthened and empty values open nothing", async () => {
  const { token } = await signedIn("forged");
  const changed = (token.startsWith("A") ? "B" : "A") + token.slice(1);
  for (const value of [
    changed,
    token.slice(0, -1),
    `${token}A`,
    "",
    "null",
    newSessionToken(),
    token.toUpperCase(),
    "' or 1=1",
  ]) {
    expect(await findSession(database.db, value, now)).toBeNull();
  }
});

test("a session ends 24 hours after its sign-in, however busy", async () => {
  const { token } = await signedIn("busy");
  for (let ms = 0; ms < absoluteMs; ms += idleMs / 2) {
    expect(await findSession(database.db, token, later(ms))).not.toBeNull();
  }
  expect(await findSession(database.db, token, later(absoluteMs))).toBeNull();
});

test("a session ends after an idle hour", async () => {
  const { token } = await signedIn("idle");
  expect(await findSession(database.db, token, later(idleMs))).toBeNull();
});

test("being seen is noted at most once a minute, and not when a page asks by itself", async () => {
  const { token, sessionId } = await signedIn("seen");
  const seen = async () => {
    const [row] = await database.sql<{ at: Date }[]>`select last_seen_at as at from sessions where id = ${sessionId}`;
    return row?.at.toISOString();
  };
  await findSession(database.db, token, later(59_000));
  expect(await seen()).toBe(now.toISOString());
  await findSession(database.db, token, later(61_000), undefined, false);
  expect(await seen()).toBe(now.toISOString());
  await findSession(database.db, token, later(61_000));
  expect(await seen()).toBe(later(61_000).toISOString());
});

test("a disabled user's session opens nothing, from the next request on", async () => {
  const { token, user } = await signedIn("disabled");
  await database.sql`update users set disabled_at = now() where id = ${user.id}`;
  expect(await findSession(database.db, token, now)).toBeNull();
});

test("whoever is disabled while they sign in gets no session that waits for the day they are enabled", async () => {
  const { user } = await signedIn("between");
  await database.sql`update users set disabled_at = now() where id = ${user.id}`;
  await expect(startSession({ db: database.db, now }, { user })).rejects.toMatchObject({ code: "user_disabled" });
});

test("a changed role holds from the next request on", async () => {
  const { token, user } = await signedIn("promoted");
  await database.sql`update users set role = 'responder' where id = ${user.id}`;
  expect((await findSession(database.db, token, now))?.user.role).toBe("responder");
  await database.sql`update users set role = 'owner' where id = ${user.id}`;
  expect(await findSession(database.db, token, now)).toBeNull();
});

test("signing in again ends the session that the browser had", async () => {
  const { token, user } = await signedIn("again");
  const second = await startSession({ db: database.db, now }, { user, replaces: token });
  expect(await findSession(database.db, token, now)).toBeNull();
  expect(await findSession(database.db, second.token, now)).not.toBeNull();
});

test("signing out ends the row, once, with its audit row; the cookie replayed opens nothing", async () => {
  const { token, sessionId } = await signedIn("out");
  expect(await signOut({ db: database.db, now }, token)).toEqual({ idToken: null });
  expect(await signOut({ db: database.db, now }, token)).toBeNull();
  expect(await signOut({ db: database.db, now }, newSessionToken())).toBeNull();
  expect(await findSession(database.db, token, now)).toBeNull();
  expect((await auditOf(sessionId)).map((row) => row.action)).toEqual(["session.start", "session.sign-out"]);
});

test("people list and end their own sessions", async () => {
  const { ctx, user, sessionId, token } = await signedIn("own");
  await startSession({ db: database.db, now: later(1) }, { user });
  expect((await listSessions(ctx)).map((row) => row.id)).toContain(sessionId);
  expect(await listSessions(ctx)).toHaveLength(2);
  await endSession(ctx, { id: sessionId });
  expect(await findSession(database.db, token, now)).toBeNull();
  expect(await listSessions(ctx)).toHaveLength(1);
  await expect(endSession(ctx, { id: sessionId })).rejects.toMatchObject({ kind: "conflict", code: "session_ended" });
  expect((await auditOf(sessionId)).map((row) => row.action)).toEqual(["session.start", "session.end"]);
});

test("another's session is as good as none; an admin may end it", async () => {
  const owner = await signedIn("owner");
  const stranger = await signedIn("stranger");
  const refusal = { kind: "not_found", code: "session_not_found" };
  await expect(endSession(stranger.ctx, { id: owner.sessionId })).rejects.toMatchObject(refusal);
  expect(await findSession(database.db, owner.token, now)).not.toBeNull();
  const admin = await signedIn("the admin", "admin");
  await endSession(admin.ctx, { id: owner.sessionId });
  expect(await findSession(database.db, owner.token, now)).toBeNull();
});

test("an API token neither has nor ends sessions", async () => {
  const { sessionId } = await signedIn("of a person");
  const actor = { kind: "token", id: sessionId, name: "t", role: "viewer", isReadOnly: true } as const;
  const ctx: Ctx = { db: database.db, now, actor };
  expect(await listSessions(ctx)).toEqual([]);
  await expect(endSession(ctx, { id: sessionId })).rejects.toMatchObject({ code: "forbidden" });
});

test("what is no id is refused", async () => {
  const { ctx } = await signedIn("typing");
  await expect(endSession(ctx, { id: "1; drop table sessions" })).rejects.toMatchObject({ code: "invalid_input" });
});

test("the cookie's name binds it to the host where the address is https", () => {
  expect(sessionCookieName("https://muster.example")).toBe("__Host-muster-session");
  expect(sessionCookieName("http://localhost:3000")).toBe("muster-session");
  expect(hashSessionToken(newSessionToken())).toHaveLength(32);
});

test("limits that were tightened hold for sessions that began before", async () => {
  const { token } = await signedIn("tightened");
  const limits = { idleMs: 60_000, absoluteMs: 120_000 };
  expect(await findSession(database.db, token, later(59_000), limits)).not.toBeNull();
  expect(await findSession(database.db, token, later(61_000), limits)).toBeNull();
  await findSession(database.db, token, later(100_000));
  expect(await findSession(database.db, token, later(119_000), limits)).not.toBeNull();
  expect(await findSession(database.db, token, later(120_000), limits)).toBeNull();
});

test("one session too many ends the oldest", async () => {
  const { user, token } = await signedIn("everywhere");
  let newest = token;
  for (let count = 1; count <= mostSessions; count++) {
    newest = (await startSession({ db: database.db, now: later(count) }, { user })).token;
  }
  expect(await findSession(database.db, token, later(100))).toBeNull();
  expect(await findSession(database.db, newest, later(100))).not.toBeNull();
});

test("whoever found a browser open does not end its owner's other sessions: that wants a fresh sign-in, its own end does not", async () => {
  const user = await person("left open", "viewer");
  const start = async (authTime: Date | null) => {
    const proof = { authTime, providerSid: null, idToken: null };
    const { token } = await startSession({ db: database.db, now }, { user, proof });
    const sessionId = (await findSession(database.db, token, now))?.sessionId ?? "";
    return { sessionId, ctx: { db: database.db, now, actor: { kind: "user", ...user, sessionId } } satisfies Ctx };
  };
  const [other, stale, fresh, silent] = [
    await start(now),
    await start(later(-3_600_000)),
    await start(now),
    await start(null),
  ];
  const refusal = { code: "fresh_sign_in_needed" };
  await expect(endSession(stale.ctx, { id: other.sessionId })).rejects.toMatchObject(refusal);
  await expect(endOtherSessions(stale.ctx)).rejects.toMatchObject(refusal);
  expect(await listSessions(fresh.ctx)).toHaveLength(4);
  await endSession(stale.ctx, { id: stale.sessionId });
  await endSession(fresh.ctx, { id: other.sessionId });
  // A provider that never says when it asked.
  expect(await endOtherSessions(silent.ctx)).toBe(1);
  expect((await listSessions(silent.ctx)).map(({ id }) => id)).toEqual([silent.sessionId]);
});

test("people end all their sessions but this one; only an admin ends another's", async () => {
  const { user, ctx, sessionId, token } = await signedIn("all others");
  const other = await startSession({ db: database.db, now }, { user });
  const mine: Ctx = { ...ctx, actor: { kind: "user", ...user, sessionId } };
  expect(await endOtherSessions(mine)).toBe(1);
  expect(await endOtherSessions(mine)).toBe(0);
  expect(await findSession(database.db, other.token, now)).toBeNull();
  expect(await findSession(database.db, token, now)).not.toBeNull();
  expect((await auditOf(user.id)).map((row) => row.action)).toContain("session.end-all");
  const stranger = await signedIn("a stranger");
  const input = { userId: user.id };
  await expect(endOtherSessions(stranger.ctx, input)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listSessions(stranger.ctx, input)).rejects.toMatchObject({ code: "forbidden" });
  const admin = await signedIn("another admin", "admin");
  expect(await listSessions(admin.ctx, input)).toHaveLength(1);
  expect(await endOtherSessions(admin.ctx, input)).toBe(1);
  expect(await findSession(database.db, token, now)).toBeNull();
});

test("the id token is kept for the sign-out alone, and only the cookie opens it", async () => {
  const user = await person("sealed");
  const proof = { authTime: now, providerSid: "s", idToken: "header.claims-of-ada.signature" };
  const { token } = await startSession({ db: database.db, now }, { user, proof });
  const [row] = await database.sql<{ sealed: Buffer; text: string }[]>`
    select sealed_id_token as sealed, encode(sealed_id_token, 'escape') as text from sessions where user_id = ${user.id}`;
  expect(row?.text).not.toContain("claims-of-ada");
  expect(unsealIdToken(newSessionToken(), row?.sealed ?? Buffer.alloc(0))).toBeNull();
  const changed = Buffer.from(row?.sealed ?? []);
  changed[40] = (changed[40] ?? 0) ^ 1;
  expect(unsealIdToken(token, changed)).toBeNull();
  expect(unsealIdToken(token, Buffer.from("short"))).toBeNull();
  expect(await signOut({ db: database.db, now }, token)).toEqual({ idToken: proof.idToken });
  const [after] = await database.sql`select 1 from sessions where user_id = ${user.id} and sealed_id_token is not null`;
  expect(after).toBeUndefined();
  const long = { ...proof, idToken: "x".repeat(6_001) };
  const other = await startSession({ db: database.db, now }, { user, proof: long });
  expect(await signOut({ db: database.db, now }, other.token)).toEqual({ idToken: null });
});
