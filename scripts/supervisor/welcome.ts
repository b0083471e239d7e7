import type { Env } from "@/lib/env";
import type { RunningDatabase } from "./database";

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why the local sign-in does not start, where nothing else is configured; null where it does or is not needed. */
export function signInRefusal(env: Env): string | null {
  const { hostname } = new URL(env.PUBLIC_URL);
  if (env.AUTH_ISSUER || loopbackHosts.has(hostname) || hostname.endsWith(".localhost")) return null;
  return `not possible: PUBLIC_URL is on ${hostname}, so set AUTH_ISSUER, AUTH_CLIENT_ID and AUTH_CLIENT_SECRET`;
}

const personas = ["viewer", "relations", "responder", "admin", "admin2"];

/** What is shown once everything runs. */
export function welcome(env: Env, database: RunningDatabase, isDemo: boolean): string {
  const signIn = env.AUTH_ISSUER
    ? `through ${env.AUTH_ISSUER}`
    : (signInRefusal(env) ?? `as ${personas.join(", ")} (local sign-in, no password)`);
  return [
    "",
    `  Muster       ${env.PUBLIC_URL}`,
    `  Sign in      ${signIn}`,
    `  Gateway      http://localhost:${env.GATEWAY_PORT} for machines; a token: npm run -s token -- --kind operator`,
    `  Records      ${isDemo ? "the demo" : "real"}, in ${database.place}`,
    "  Ctrl-C ends it.",
    "",
  ].join("\n");
}
