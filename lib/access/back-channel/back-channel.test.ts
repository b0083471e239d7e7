import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { findSession } from "@/lib/access/sessions/find-session";
import { startSession } from "@/lib/access/sessions/start-session";
import { admitUser } from "@/lib/access/sign-in/admit-user";
import { endSessionsOfProvider } from "./end-sessions-of-provider";
import { verifyLogoutToken } from "./verify-logout-token";

const issuer = "https://sso.example/";
const now = new Date("2026-11-21T08:00:00Z");
const seconds = now.getTime() / 1_000;
const event = "http://schemas.openid.net/event/backchannel-logout";
const good = { iss: issuer, aud: "muster", iat: seconds, jti: "1", sub: "ada", sid: "s1", events: { [event]: {} } };
let database: TestDatabase;
let pair: CryptoKeyPair;
let stranger: CryptoKeyPair;
let keys: ReturnType<typeof createLocalJWKSet>;

beforeAll(async () => {
  database = await createTestDatabase();
  pair = await generateKeyPair("ES256", { extractable: true });
  stranger = await generateKeyPair("ES256");
  keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k", alg: "ES256", use: "sig" }] });
});
afterAll(() => database.drop());

const sign = (claims: Record<string, unknown>, header: Partial<JWTHeaderParameters> = {}, key = pair.privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "k", typ: "logout+jwt", ...header }).sign(key);
const verify = (token: string) =>
  verifyLogoutToken(token, { metadata: { issuer, algorithm: "ES256" }, clientId: "muster", keys, now });
const refusal = { kind: "bad_request", code: "logout_token_invalid" };

test.each<[string, Record<string, unknown>]>([
  ["as the standard has it", { exp: seconds + 120 }],
  ["for several audiences", { aud: ["other", "muster"] }],
  ["of a person", { sid: undefined }],
  ["of a session", { sub: undefined }],
  ["two minutes old", { iat: seconds - 120 }],
])("a logout token %s is heeded", async (_, changes) => {
  const claims = { ...good, ...changes };
  expect(await verify(await sign(claims))).toMatchObject({
    issuer,
    sid: claims.sid ?? null,
    subject: claims.sub ?? null,
  });
});

test.each<[string, Record<string, unknown>]>([
  ["another issuer", { iss: "https://evil.example/" }],
  ["an issuer that is written otherwise", { iss: issuer.slice(0, -1) }],
  ["another audience", { aud: "other" }],
  ["no audience", { aud: undefined }],
  ["no time", { iat: undefined }],
  ["a time that is a text", { iat: String(seconds) }],
  ["three minutes ago", { iat: seconds - 180 }],
  ["a time to come", { iat: seconds + 60 }],
  ["its time run out", { exp: seconds - 60 }],
  ["no id", { jti: undefined }],
  ["an empty id", { jti: "" }],
  ["neither session nor person", { sid: undefined, sub: undefined }],
  ["a nonce, as an id token has", { nonce: "n" }],
  ["no event", { events: undefined }],
  ["another event", { events: { "http://schemas.openid.net/event/other": {} } }],
  ["an event that is a text", { events: { [event]: "yes" } }],
])("%s: refused", async (_, changes) => {
  await expect(verify(await sign({ ...good, ...changes }))).rejects.toMatchObject(refusal);
});

test("without the provider's signature nothing is heeded", async () => {
  const token = await sign(good);
  const [header, payload, signature] = token.split(".");
  const other = Buffer.from(JSON.stringify({ ...good, sub: "eve" })).toString("base64url");
  const spki = new TextEncoder().encode(await exportSPKI(pair.publicKey));
  const hmac = new SignJWT(good).setProtectedHeader({ alg: "HS256", kid: "k" });
  const forged = [
    await sign(good, {}, stranger.privateKey),
    await sign(good, { kid: "other" }),
    `${header}.${other}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    token.slice(0, -4),
    new UnsecuredJWT(good).encode(),
    await hmac.sign(spki),
    await hmac.sign(new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)))),
    await hmac.sign(new TextEncoder().encode("the-client-secret-is-no-key-here")),
    "",
    "a.b.c",
  ];
  for (const text of forged) await expect(verify(text), text).rejects.toMatchObject(refusal);
});

test("a token of another type, signed by the provider, is none; of no type of its own it is one", async () => {
  for (const typ of ["at+jwt", "application/at+jwt", "secevent+jwt", "id+jwt", "JWS", ""]) {
    await expect(verify(await sign(good, { typ })), typ).rejects.toMatchObject(refusal);
  }
  for (const typ of ["application/logout+jwt", "LOGOUT+JWT", "JWT", "jwt", undefined]) {
    await expect(verify(await sign(good, { typ })), typ).resolves.toMatchObject({ sid: "s1" });
  }
});

test.each<[string, Record<string, unknown>]>([
  ["an id token of a sign-in", { events: undefined, nonce: "n", exp: seconds + 300, auth_time: seconds }],
  ["an id token without nonce", { events: undefined, exp: seconds + 300, auth_time: seconds }],
  ["an id token with a claim that has the event's name", { events: event, nonce: "n", exp: seconds + 300 }],
  ["an id token with the event itself, and its nonce", { nonce: "n", exp: seconds + 300 }],
  ["an access token for another audience", { events: undefined, aud: "https://api.example", scope: "openid" }],
])("%s orders nothing, whatever type it says", async (_, changes) => {
  for (const typ of ["JWT", "logout+jwt", undefined]) {
    await expect(verify(await sign({ ...good, ...changes }, { typ })), typ).rejects.toMatchObject(refusal);
  }
});

async function signedIn(subject: string, providerSid: string | null, of = issuer) {
  const identity = { issuer: of, subject, name: subject, email: null, role: "viewer" } as const;
  const user = await admitUser({ db: database.db, now }, identity);
  const proof = { authTime: now, providerSid, idToken: null };
  const { token } = await startSession({ db: database.db, now }, { user, proof });
  return { isOpen: async () => (await findSession(database.db, token, now)) !== null };
}
const heed = async (claims: Record<string, unknown>) =>
  endSessionsOfProvider({ db: database.db, now }, await verify(await sign({ ...good, ...claims })));

test("a session of the provider ends ours, and no other", async () => {
  const [first, second] = [await signedIn("bea", "s-1"), await signedIn("bea", "s-2")];
  const elsewhere = await signedIn("bea", "s-1", "https://other.example");
  expect(await heed({ jti: "a", sub: undefined, sid: "s-1" })).toBe(1);
  expect([await first.isOpen(), await second.isOpen(), await elsewhere.isOpen()]).toEqual([false, true, true]);
  const rows = await database.sql`select 1 from audit_log where action = 'session.end-by-provider'`;
  expect(rows).toHaveLength(1);
});

test("a person's end all; with a session named, those that know none too", async () => {
  const [named, unnamed, other] = [
    await signedIn("cid", "s-3"),
    await signedIn("cid", null),
    await signedIn("dan", "s-3"),
  ];
  expect(await heed({ jti: "b", sub: "cid", sid: "s-9" })).toBe(1);
  expect([await named.isOpen(), await unnamed.isOpen()]).toEqual([true, false]);
  expect(await heed({ jti: "c", sub: "cid", sid: undefined })).toBe(1);
  expect([await named.isOpen(), await other.isOpen()]).toEqual([false, true]);
});

test("one token is heeded once, also by two at once", async () => {
  await signedIn("eva", "s-5");
  const order = await verify(await sign({ ...good, jti: "d", sub: "eva", sid: undefined }));
  const answers = await Promise.allSettled([1, 2, 3].map(() => endSessionsOfProvider({ db: database.db, now }, order)));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const later = await signedIn("eva", "s-6");
  await expect(endSessionsOfProvider({ db: database.db, now }, order)).rejects.toMatchObject({
    code: "logout_token_replayed",
  });
  expect(await later.isOpen()).toBe(true);
  await expect(heed({ jti: "e", sub: "nobody", sid: undefined })).resolves.toBe(0);
});
