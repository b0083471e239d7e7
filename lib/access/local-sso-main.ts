import { connectDatabase } from "@/db/client";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { createLogger } from "@/lib/log";
import { ssoKeys } from "./local-sso/sso-keys";
import { startLocalSso } from "./local-sso/start-local-sso";
import { localClientId, localClientSecret, localIssuer, localSsoRefusal } from "./sign-in/sign-in-provider";

/** An OpenID provider for one machine, so that `npm start` has a sign-in that goes through the same code as any other. */
async function main(): Promise<void> {
  const env = readEnv();
  const refusal = localSsoRefusal(env);
  if (refusal) throw new EnvError(refusal);
  const log = createLogger("sso", env.LOG_LEVEL);
  const db = connectDatabase(databaseUrl(env), { name: "muster-sso", max: 1 });
  const now = new Date();
  const options = {
    issuer: localIssuer(env),
    publicUrl: new URL(env.PUBLIC_URL).origin,
    clientId: localClientId,
    clientSecret: await localClientSecret(db, now),
    roleClaim: env.AUTH_ROLE_CLAIM,
    keys: await ssoKeys(db, now),
    log,
  };
  await db.$client.end({ timeout: 5 });
  const sso = await startLocalSso(options);
  log.info({ issuer: options.issuer }, "local sign-in ready");
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void sso.stop().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exit(1);
});

function lineOf(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") return `Port ${readEnv().LOCAL_SSO_PORT} is in use: set LOCAL_SSO_PORT to a free one.`;
  return `The local sign-in could not start: ${error instanceof Error ? error.message : String(error)}`;
}
