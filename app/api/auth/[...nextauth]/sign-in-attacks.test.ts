import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { expect, test } from "vitest";
import { expectRefused, SignInStand, seconds } from "./testing/sign-in-stand";

const stand = new SignInStand();

test.each<[string, (honest: Record<string, unknown>) => Record<string, unknown>]>([
  ["for another client", (honest) => ({ ...honest, aud: "other" })],
  ["for several, without us", (honest) => ({ ...honest, aud: ["other", "third"] })],
  ["for several, made for none of them", (honest) => ({ ...honest, aud: ["muster", "other"] })],
  ["made for another client", (honest) => ({ ...honest, aud: ["muster", "other"], azp: "other" })],
  ["of another issuer", (honest) => ({ ...honest, iss: "https://evil.example" })],
  ["of no issuer", ({ iss: _, ...honest }) => honest],
  ["of an issuer with a slash more", (honest) => ({ ...honest, iss: `${honest.iss}/` })],
  ["expired", (honest) => ({ ...honest, exp: seconds() - 60 })],
  ["that never expires", ({ exp: _, ...honest }) => honest],
  ["of tomorrow", (honest) => ({ ...honest, nbf: seconds() + 86_400 })],
  ["without its time", ({ iat: _, ...honest }) => honest],
  ["of another sign-in", (honest) => ({ ...honest, nonce: "another" })],
  ["without nonce", ({ nonce: _, ...honest }) => honest],
  ["about nobody", ({ sub: _, ...honest }) => honest],
  ["of another access token", (honest) => ({ ...honest, at_hash: "AAAAAAAAAAAAAAAAAAAAAA" })],
])("an id token %s signs nobody in", async (_, claims) => {
  stand.provider.claims = claims;
  const visitor = stand.browser();
  await expectRefused(visitor, await stand.signIn(visitor));
});

test("a signature that is not the provider's, or not by the one algorithm, signs nobody in", async () => {
  const stranger = await generateKeyPair("RS256");
  const [jwk, spki] = [await exportJWK(stand.provider.rsa.publicKey), await exportSPKI(stand.provider.rsa.publicKey)];
  const text = (value: string) => new TextEncoder().encode(value);
  const hmac = (claims: Record<string, unknown>, key: Uint8Array) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "rsa" }).sign(key);
  const forgeries: ((claims: Record<string, unknown>) => string | Promise<string>)[] = [
    (claims) => new UnsecuredJWT(claims).encode(),
    (claims) => hmac(claims, text(spki)),
    (claims) => hmac(claims, text(JSON.stringify(jwk))),
    (claims) => hmac(claims, text(jwk.n ?? "")),
    (claims) => hmac(claims, text(stand.provider.clientSecret)),
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "rsa" }).sign(stranger.privateKey),
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "new" }).sign(stranger.privateKey),
    // The provider's own key, of an algorithm that was not settled on.
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "ec" }).sign(stand.provider.ec.privateKey),
    async (claims) => (await stand.provider.signHonestly(claims)).replace(/\.[^.]+$/, "."),
    async (claims) => (await stand.provider.signHonestly(claims)).slice(0, -8),
    async (claims) => {
      const [header, , signature] = (await stand.provider.signHonestly(claims)).split(".");
      const changed = Buffer.from(JSON.stringify({ ...claims, roles: ["admin"] })).toString("base64url");
      return `${header}.${changed}.${signature}`;
    },
    () => "",
    () => "a.b.c",
  ];
  for (const [index, sign] of forgeries.entries()) {
    stand.provider.sign = sign;
    const visitor = stand.browser();
    const end = await stand.signIn(visitor);
    expect(end.searchParams.get("error"), `forgery ${index}`).toBe("OAuthCallback");
    expect(await visitor.session()).toBeNull();
  }
});

test("the algorithm that is configured is the one, also when the provider would use another", async () => {
  const visitor = stand.browser({ AUTH_ID_TOKEN_ALG: "ES256", AUTH_TOKEN_AUTH_METHOD: "client_secret_post" });
  await expectRefused(visitor, await stand.signIn(visitor));
  stand.provider.sign = (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "ec" }).sign(stand.provider.ec.privateKey);
  expect((await stand.signIn(visitor)).pathname).toBe("/fleet");
  expect(stand.provider.lastAuthMethod).toBe("client_secret_post");
});

test("a forged, missing or foreign state, and a code of another, sign nobody in", async () => {
  const changes: ((back: URL) => void)[] = [
    (back) => back.searchParams.set("state", "forged"),
    (back) => back.searchParams.set("state", ""),
    (back) => back.searchParams.delete("state"),
    (back) => back.searchParams.set("state", (back.searchParams.get("state") ?? "").slice(0, -1)),
    (back) => back.searchParams.set("code", "forged"),
    (back) => back.searchParams.set("code", (back.searchParams.get("code") ?? "").slice(0, -1)),
    (back) => back.searchParams.delete("code"),
  ];
  for (const change of changes) {
    const visitor = stand.browser();
    const back = stand.provider.authorize(await visitor.begin());
    change(back);
    await expectRefused(visitor, await visitor.comeBack(back));
  }
  // The code of an attacker's own sign-in, in the browser of a victim who is signing in too.
  const [attacker, victim] = [stand.browser(), stand.browser()];
  const stolen = stand.provider.authorize(await attacker.begin());
  const back = stand.provider.authorize(await victim.begin());
  back.searchParams.set("code", stolen.searchParams.get("code") ?? "");
  await expectRefused(victim, await victim.comeBack(back));
});

test("a callback opens a session once, and in the browser alone that began", async () => {
  const visitor = stand.browser();
  const back = stand.provider.authorize(await visitor.begin());
  const cookies = new Map(visitor.jar);
  const thief = stand.browser();
  await expectRefused(thief, await thief.comeBack(back));
  expect((await visitor.comeBack(back)).searchParams.get("error")).toBeNull();
  const replayed = stand.browser();
  for (const [name, value] of cookies) replayed.jar.set(name, value);
  await expectRefused(replayed, await replayed.comeBack(back));
});

test("cookies of a sign-in that are cut, changed or swapped sign nobody in", async () => {
  const names = ["__Host-muster-state", "__Host-muster-nonce", "__Host-muster-pkce"];
  const spoil: ((value: string, jar: Map<string, string>) => string)[] = [
    (value) => value.slice(0, -5),
    (value) => value.slice(0, value.length / 2),
    (value) => `${value}x`,
    () => "forged",
    (value) => value.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString("base64url")),
    (_, jar) => jar.get("__Host-muster-callback-url") ?? "",
  ];
  for (const name of names) {
    const other = names.find((one) => one !== name) ?? "";
    for (const change of [...spoil, (_: string, jar: Map<string, string>) => jar.get(other) ?? ""]) {
      const visitor = stand.browser();
      const back = stand.provider.authorize(await visitor.begin());
      visitor.jar.set(name, change(visitor.jar.get(name) ?? "", visitor.jar));
      await expectRefused(visitor, await visitor.comeBack(back));
    }
    const visitor = stand.browser();
    const back = stand.provider.authorize(await visitor.begin());
    visitor.jar.delete(name);
    await expectRefused(visitor, await visitor.comeBack(back));
  }
});

test("an answer that says it comes from another provider is refused; so is one that does not say, where it always does", async () => {
  const visitor = stand.browser();
  const mixed = stand.provider.authorize(await visitor.begin());
  mixed.searchParams.set("iss", "https://evil.example");
  await expectRefused(visitor, await visitor.comeBack(mixed));
  stand.provider.discovery = (honest) => ({ ...honest, authorization_response_iss_parameter_supported: true });
  // Another way of writing the configuration, so that discovery is asked again.
  const strict = stand.browser({ AUTH_ID_TOKEN_ALG: "RS256", AUTH_TOKEN_AUTH_METHOD: "client_secret_basic" });
  await expectRefused(strict, await strict.comeBack(stand.provider.authorize(await strict.begin())));
  const honest = stand.provider.authorize(await strict.begin());
  honest.searchParams.set("iss", stand.provider.issuer);
  expect((await strict.comeBack(honest)).searchParams.get("error")).toBeNull();
});

test("what the provider refuses is refused here", async () => {
  const visitor = stand.browser();
  const back = stand.provider.authorize(await visitor.begin());
  back.searchParams.delete("code");
  back.searchParams.set("error", "access_denied");
  back.searchParams.set("error_description", "<script>alert(1)</script>");
  const end = await visitor.comeBack(back);
  expect(end.href).not.toContain("script");
  expect(await visitor.session()).toBeNull();
});

test("every refusal at the callback stands in the audit trail, counted and without what was sent", async () => {
  const visitor = stand.browser();
  await visitor.comeBack("https://muster.example/api/auth/callback/sso?code=the-code&state=the-state");
  await expect
    .poll(async () => stand.database.sql`select 1 from audit_log where target_id = 'sign-in refused'`)
    .not.toHaveLength(0);
  const [dump] = await stand.database.sql<{ text: string }[]>`select string_agg(a::text, '') as text from audit_log a`;
  expect(dump?.text).not.toMatch(/the-code|the-state/);
});
