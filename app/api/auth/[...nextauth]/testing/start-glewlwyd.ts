import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { freePort } from "@/db/embedded";
import type { Unpacked } from "./fetch-glewlwyd";

export type Glewlwyd = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** A browser in which `username` has signed in at the provider. */
  visitAs: (username: string) => Promise<GlewlwydVisitor>;
  stop: () => Promise<void>;
};
export type GlewlwydVisitor = {
  /** Where the provider leads that browser to from the address that Muster sent it to. */
  authorize: (address: URL) => Promise<URL>;
  /** Ends the provider's session of that name. */
  endSession: (sid: string) => Promise<number>;
};

const password = "a-password-of-the-test";

/**
 * Runs it with a database of its own, an ECDSA key, one client that posts its secret, and the people of `teams` with a claim of that name.
 * Addresses as `client` says.
 */
export async function startGlewlwyd(
  unpacked: Unpacked,
  given: { client: Record<string, unknown>; teams: Record<string, string[]> },
): Promise<Glewlwyd> {
  const folder = mkdtempSync(join(tmpdir(), "muster-glewlwyd-"));
  const port = await freePort();
  const child = startProgram(unpacked, folder, port);
  const api = `http://localhost:${port}/api`;
  const stop = async () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(child, api);
    const clientSecret = "a-secret-of-the-second-provider";
    await configure(api, { ...given.client, client_secret: clientSecret }, given.teams);
    const clientId = String(given.client.client_id);
    const visitAs = (username: string) => visit(api, username, clientId);
    return { issuer: `${api}/oidc`, clientId, clientSecret, visitAs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startProgram({ folder: from, libraryPath }: Unpacked, folder: string, port: number): ChildProcess {
  const env = { ...process.env, LD_LIBRARY_PATH: libraryPath };
  const database = join(folder, "glewlwyd.db");
  const script = gunzipSync(readFileSync(join(from, "usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz")));
  execFileSync(join(from, "usr/bin/sqlite3"), [database], { input: script, env });
  mkdirSync(join(folder, "none"));
  const modules = join(from, "usr/lib/glewlwyd");
  const lines = {
    port,
    external_url: `"http://localhost:${port}"`,
    login_url: '"login.html"',
    api_prefix: '"api"',
    static_files_path: `"${folder}/none"`,
    log_mode: '"console"',
    log_level: '"ERROR"',
    cookie_domain: '"localhost"',
    cookie_secure: 0,
    admin_scope: '"g_admin"',
    profile_scope: '"g_profile"',
    user_module_path: `"${modules}/user"`,
    user_middleware_module_path: `"${folder}/none"`,
    client_module_path: `"${modules}/client"`,
    user_auth_scheme_module_path: `"${modules}/scheme"`,
    plugin_module_path: `"${modules}/plugin"`,
    hash_algorithm: '"SHA512"',
    database: `{ type = "sqlite3"; path = "${database}"; }`,
  };
  const file = join(folder, "glewlwyd.conf");
  writeFileSync(
    file,
    Object.entries(lines)
      .map(([name, value]) => `${name} = ${value};\n`)
      .join(""),
  );
  return spawn(join(from, "usr/bin/glewlwyd"), [`--config-file=${file}`], { env, stdio: "ignore" });
}

async function untilItAnswers(child: ChildProcess, api: string): Promise<void> {
  for (let tries = 0; child.exitCode === null && tries < 100; tries++) {
    const answer = await fetch(`${api}/config`).catch(() => null);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Glewlwyd does not start.");
}

async function configure(api: string, client: Record<string, unknown>, teams: Record<string, string[]>): Promise<void> {
  const { call } = visitor(api);
  await call("POST", "/auth/", { username: "admin", password: "password" });
  await call("POST", "/mod/plugin/", {
    module: "oidc",
    name: "oidc",
    enabled: true,
    parameters: pluginParameters(api),
  });
  const users = (await (await call("GET", "/mod/user/database")).json()) as { parameters: Record<string, object> };
  Object.assign(users.parameters["data-format"] ?? {}, { teams: { multiple: true, read: true, write: true } });
  await call("PUT", "/mod/user/database", users);
  await call("PUT", "/mod/user/database/reset");
  await call("POST", "/client/", { ...client, enabled: true, confidential: true, scope: ["openid"] });
  for (const [username, names] of Object.entries(teams)) {
    const person = { username, password, name: username, email: `${username}@x.invalid`, scope: ["openid"] };
    await call("POST", "/user/", { ...person, enabled: true, teams: names });
  }
}

function pluginParameters(api: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    iss: `${api}/oidc`,
    "jwt-type": "ecdsa",
    "jwt-key-size": "256",
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: publicKey.export({ type: "spki", format: "pem" }),
    "access-token-duration": 3_600,
    "refresh-token-duration": 3_600,
    "code-duration": 60,
    "refresh-token-rolling": true,
    "allow-non-oidc": false,
    "auth-type-code-enabled": true,
    "auth-type-code-revoke-replayed": true,
    "auth-type-id-token-enabled": true,
    "auth-type-token-enabled": false,
    "auth-type-none-enabled": false,
    "auth-type-password-enabled": false,
    "auth-type-client-enabled": false,
    "auth-type-device-enabled": false,
    "auth-type-refresh-enabled": false,
    "pkce-allowed": true,
    "pkce-method-plain-allowed": false,
    "pkce-required": true,
    "jwks-show": true,
    "session-management-allowed": true,
    "session-cookie-name": "GLEWLWYD_OIDC_SID",
    "session-cookie-expiration": 86_400,
    "back-channel-logout-allowed": true,
    "name-claim": "mandatory",
    "email-claim": "mandatory",
    claims: [{ name: "teams", "user-property": "teams", type: "string", mandatory: true }],
  };
}

async function visit(api: string, username: string, clientId: string): Promise<GlewlwydVisitor> {
  const { call, go } = visitor(api);
  await call("POST", "/auth/", { username, password });
  await call("PUT", `/auth/grant/${clientId}`, { scope: "openid" });
  return {
    async authorize(address) {
      // What its own sign-in page adds when somebody has signed in.
      const answer = await go("GET", `${address.href}&g_continue`);
      return new URL(answer.headers.get("location") ?? "about:blank");
    },
    endSession: async (sid) => (await go("DELETE", `${api}/oidc/session/${sid}/`)).status,
  };
}

function visitor(api: string) {
  const jar = new Map<string, string>();
  const go = async (method: string, address: string, body?: object): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { "content-type": "application/json", cookie };
    const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body), redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const answer = await go(method, `${api}${path}`, body);
    if (!answer.ok) throw new Error(`Glewlwyd answers ${answer.status} to ${method} ${path}: ${await answer.text()}`);
    return answer;
  };
  return { go, call };
}
