import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

type Claims = Record<string, unknown>;
type Grant = { nonce: string; challenge: string; redirectUri: string };

/** An OpenID provider that says whatever a test wants of it: what no real one can be brought to do. */
export class ForgingProvider {
  issuer = "";
  readonly clientId = "muster";
  readonly clientSecret = "a-secret-of-the-test-a-secret-of-the-test";
  /** Over the claims of an honest id token. */
  claims: (honest: Claims) => Claims = (honest) => honest;
  /** Makes the id token of the claims. */
  sign: (claims: Claims) => string | Promise<string> = (claims) => this.signHonestly(claims);
  /** Over the honest discovery document, and the honest answer of the userinfo endpoint. */
  discovery: (honest: Claims) => Claims = (honest) => honest;
  userinfo: Claims = {};
  /** How the last call of the token endpoint showed the secret. */
  lastAuthMethod = "";
  readonly #grants = new Map<string, Grant>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(
    readonly rsa: CryptoKeyPair,
    readonly ec: CryptoKeyPair,
  ) {}

  static async start(): Promise<ForgingProvider> {
    const [rsa, ec] = [await generateKeyPair("RS256", { extractable: true }), await generateKeyPair("ES256")];
    const provider = new ForgingProvider(rsa, ec);
    await new Promise<void>((resolve) => provider.#server.listen(0, "127.0.0.1", resolve));
    provider.issuer = `http://127.0.0.1:${(provider.#server.address() as AddressInfo).port}`;
    return provider;
  }

  reset(): void {
    this.claims = (honest) => honest;
    this.discovery = (honest) => honest;
    this.sign = (claims) => this.signHonestly(claims);
    this.userinfo = {};
  }

  signHonestly(claims: Claims): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "rsa" }).sign(this.rsa.privateKey);
  }

  /** What a browser that was sent to `address` comes back with. */
  authorize(address: URL): URL {
    const get = (name: string) => address.searchParams.get(name) ?? "";
    const code = randomBytes(16).toString("hex");
    this.#grants.set(code, { nonce: get("nonce"), challenge: get("code_challenge"), redirectUri: get("redirect_uri") });
    const back = new URL(get("redirect_uri"));
    back.searchParams.set("code", code);
    back.searchParams.set("state", get("state"));
    return back;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", this.issuer).pathname;
    const answers: Record<string, () => unknown> = {
      "/.well-known/openid-configuration": () => this.discovery(this.#honestDiscovery()),
      "/keys": async () => ({
        keys: [
          { ...(await exportJWK(this.rsa.publicKey)), kid: "rsa", use: "sig" },
          { ...(await exportJWK(this.ec.publicKey)), kid: "ec", use: "sig" },
        ],
      }),
      "/token": () => this.#token(request),
      "/userinfo": () => this.userinfo,
    };
    const body = await answers[path]?.();
    response.setHeader("content-type", "application/json");
    if (body === null || body === undefined) response.statusCode = 400;
    response.end(JSON.stringify(body ?? { error: "invalid_grant" }));
  }

  #honestDiscovery(): Claims {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      jwks_uri: `${this.issuer}/keys`,
      id_token_signing_alg_values_supported: ["RS256", "ES256"],
    };
  }

  async #token(request: IncomingMessage): Promise<Claims | null> {
    let text = "";
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    this.lastAuthMethod = request.headers.authorization ? "client_secret_basic" : "client_secret_post";
    const grant = this.#grants.get(form.get("code") ?? "");
    this.#grants.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri")) return null;
    const now = Math.floor(Date.now() / 1_000);
    const honest = { iss: this.issuer, aud: this.clientId, sub: "ada", nonce: grant.nonce, iat: now, exp: now + 300 };
    const claims = this.claims({ ...honest, name: "Ada", roles: ["viewer"] });
    return { token_type: "Bearer", access_token: "an-access-token", id_token: await this.sign(claims) };
  }
}
