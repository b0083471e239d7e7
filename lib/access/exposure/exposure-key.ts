import { createHmac, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { exposureKey } from "@/db/schema/exposure";
import { ensureSecret } from "@/lib/access/secrets/ensure-secret";

/** As the view exposure_key has it. */
const settingsKey = "exposure/hmac-key";

/** The server's key under which identifiers of leaked lists are kept; made at first use. */
export async function ensureExposureKey(db: Database, now: Date): Promise<Buffer> {
  return Buffer.from(await ensureSecret(db, settingsKey, () => randomBytes(32).toString("base64"), now), "base64");
}

/** The same as it stands, null before the first list. */
export async function readExposureKey(db: Database | Transaction): Promise<Buffer | null> {
  const [row] = await db.select({ value: sql<string>`${exposureKey.value} #>> '{}'` }).from(exposureKey);
  return row ? Buffer.from(row.value, "base64") : null;
}

/** 32 bytes. */
export const hmacOf = (key: Buffer, identifier: string): Buffer =>
  createHmac("sha256", key).update(identifier).digest();
