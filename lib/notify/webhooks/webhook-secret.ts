import { randomBytes } from "node:crypto";
import type { Database } from "@/db/client";
import { ensureSecret } from "@/lib/access/secrets/ensure-secret";
import { sealText, unsealText } from "@/lib/access/secrets/seal-text";

const settingsKey = "webhooks/sealing-key";

/** A new secret as people copy it: "whsec_" and the base64 of 32 bytes, as Standard Webhooks has it. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** The server's key under which secrets stand in the table of webhooks; made at first use. 32 bytes. */
export async function ensureSealingKey(db: Database, now: Date): Promise<Buffer> {
  return Buffer.from(await ensureSecret(db, settingsKey, () => randomBytes(32).toString("base64"), now), "base64");
}

/** Bound to its webhook: copied into the row of another it does not open. */
export const sealSecret = (key: Buffer, secret: string, webhookId: string): Buffer => sealText(key, secret, webhookId);

/** The secret again. Throws when the key or the row is another. */
export function unsealSecret(key: Buffer, sealed: Uint8Array, webhookId: string): string {
  const secret = unsealText(key, sealed, webhookId);
  if (secret === null) throw new Error(`The secret of webhook ${webhookId} does not open: rotate it.`);
  return secret;
}
