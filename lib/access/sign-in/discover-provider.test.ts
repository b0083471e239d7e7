import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { discoverProvider } from "./discover-provider";
import { readDiscovery } from "./read-discovery";

const issuer = "https://sso.example";
const document = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  id_token_signing_alg_values_supported: ["HS256", "none", "ES256", "RS256"],
};
const refusal = (message: RegExp) =>
  expect.objectContaining({ code: "provider_misconfigured", message: expect.stringMatching(message) });

test("one algorithm is settled on, and never one that a shared secret could make", () => {
  expect(readDiscovery(document, issuer).algorithm).toBe("RS256");
  expect(readDiscovery(document, issuer, { algorithm: "ES256" }).algorithm).toBe("ES256");
  const es = { ...document, id_token_signing_alg_values_supported: ["HS256", "ES256"] };
  expect(readDiscovery(es, issuer).algorithm).toBe("ES256");
  expect(() => readDiscovery(es, issuer, { algorithm: "PS256" })).toThrow(
    refusal(/PS256, but it signs with HS256, ES256/),
  );
  const symmetric = { ...document, id_token_signing_alg_values_supported: ["HS256", "none"] };
  expect(() => readDiscovery(symmetric, issuer)).toThrow(refusal(/signs with none of RS256/));
});

test("the secret is shown in a way that the token endpoint takes", () => {
  const methods = (list: string[]) => ({ ...document, token_endpoint_auth_methods_supported: list });
  expect(readDiscovery(document, issuer).authMethod).toBe("client_secret_basic");
  expect(readDiscovery(methods(["client_secret_post", "private_key_jwt"]), issuer).authMethod).toBe(
    "client_secret_post",
  );
  expect(readDiscovery(document, issuer, { authMethod: "client_secret_post" }).authMethod).toBe("client_secret_post");
  expect(() => readDiscovery(methods(["private_key_jwt"]), issuer)).toThrow(
    refusal(/takes none of client_secret_basic/),
  );
});

test("the issuer is the configured one to the letter, a final slash included, and the refusal shows both", () => {
  const slashed = { ...document, issuer: `${issuer}/` };
  expect(readDiscovery(slashed, `${issuer}/`).issuer).toBe(`${issuer}/`);
  expect(() => readDiscovery(slashed, issuer)).toThrow(
    refusal(/is https:..sso.example, but it calls itself https:..sso.example\/\./),
  );
});

test.each<[string, unknown, RegExp]>([
  ["another issuer", { ...document, issuer: "https://evil.example" }, /it calls itself https:\/\/evil/],
  ["an issuer of many tenants", { ...document, issuer: "https://sso.example/{tenantid}" }, /it calls itself/],
  ["a token endpoint over plain http", { ...document, token_endpoint: "http://sso.example/token" }, /token_endpoint/],
  ["an address with a password", { ...document, jwks_uri: "https://a:b@sso.example/keys" }, /jwks_uri/],
  ["no keys", { ...document, jwks_uri: undefined }, /jwks_uri/],
  ["a script as endpoint", { ...document, authorization_endpoint: "javascript:alert(1)" }, /authorization_endpoint/],
  ["a text", "hello", /object/],
])("%s is refused, and said to the operator", (_, body, message) => {
  expect(() => readDiscovery(body, issuer)).toThrow(refusal(message));
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const now = new Date("2026-11-21T08:00:00Z");

test("what was found is kept for five minutes; a failure is not", async () => {
  let [asked, isUp] = [0, false];
  const at = await serve((request, response) => {
    asked += 1;
    if (!isUp) return response.writeHead(503).end();
    const own = Object.fromEntries(
      Object.entries(document).map(([key, value]) => [
        key,
        typeof value === "string" ? value.replace(issuer, `http://${request.headers.host}`) : value,
      ]),
    );
    return response.end(JSON.stringify(own));
  });
  await expect(discoverProvider(at, {}, now)).rejects.toMatchObject({ code: "provider_unreachable" });
  isUp = true;
  expect((await discoverProvider(at, {}, now)).tokenEndpoint).toBe(`${at}/token`);
  await discoverProvider(at, {}, new Date(now.getTime() + 299_000));
  expect(asked).toBe(2);
  await discoverProvider(at, {}, new Date(now.getTime() + 301_000));
  expect(asked).toBe(3);
});

test.each<[string, RequestListener, RegExp]>([
  ["a redirect", (_, response) => response.writeHead(302, { location: "http://192.0.2.1/" }).end(), /leads on to http/],
  ["a page", (_, response) => response.end("<html>"), /does not answer in JSON/],
  ["a megabyte and more", (_, response) => response.end(`"${"x".repeat(1_100_000)}"`), /does not answer in JSON/],
  ["a cut connection", (request) => request.socket.destroy(), /cannot be reached/],
])("%s in place of the document: not followed, not believed, and said", async (_, listener, message) => {
  const at = await serve(listener);
  await expect(discoverProvider(at, {}, now)).rejects.toThrow(message);
});

test("nobody listens there", async () => {
  await expect(discoverProvider("http://127.0.0.1:1", {}, now)).rejects.toThrow(/cannot be reached/);
});
