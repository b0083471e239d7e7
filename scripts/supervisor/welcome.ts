import { personas } from "@/lib/access/local-sso/personas";
import { localSsoRefusal } from "@/lib/access/sign-in/sign-in-provider";
import type { Env } from "@/lib/env";
import type { RunningDatabase } from "./database";

/** What is shown once everything runs. */
export function welcome(env: Env, database: RunningDatabase, isDemo: boolean): string {
  const signIn = env.AUTH_ISSUER
    ? `through ${env.AUTH_ISSUER}`
    : (localSsoRefusal(env) ?? `as ${personas.map(({ id }) => id).join(", ")} (local sign-in, no password)`);
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
