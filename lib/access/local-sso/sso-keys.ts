import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import type { Database } from "@/db/client";
import { ensureSecret } from "@/lib/access/secrets/ensure-secret";

export type SsoKeys = { signing: JsonWebKey; cookies: string };

/** The signing key and the cookie key of the local sign-in, made at its first start and the same at the next. */
export async function ssoKeys(db: Database, now: Date): Promise<SsoKeys> {
  return {
    signing: await ensureSecret(db, "sso.signing-key", newSigningKey, now),
    cookies: await ensureSecret(db, "sso.cookie-key", () => randomBytes(32).toString("base64url"), now),
  };
}

function newSigningKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = randomBytes(8).toString("hex");
  return { ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" };
}
