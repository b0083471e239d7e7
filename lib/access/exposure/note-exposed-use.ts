import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { exposedIdentifiers, exposedUses } from "@/db/schema/exposure";
import { minuteOf } from "@/lib/fleet/minute";
import { hmacOf, readExposureKey } from "./exposure-key";

type Use = { subject: string; isAccepted: boolean };

/** Notes that something exposed was used, once a minute each: the worker makes a finding of it. */
export async function noteExposedUse(db: Database, use: Use, now: Date): Promise<void> {
  await db
    .insert(exposedUses)
    .values({ ...use, minute: minuteOf(now), count: 1 })
    .onConflictDoNothing();
}

/** The same for a token that Muster does not know, where it stood in a leaked list. */
export async function noteUnknownToken(db: Database, text: string, now: Date): Promise<void> {
  const key = await readExposureKey(db);
  if (!key) return;
  const hmac = hmacOf(key, text);
  const [found] = await db
    .select({ listId: exposedIdentifiers.listId })
    .from(exposedIdentifiers)
    .where(eq(exposedIdentifiers.hmac, hmac));
  if (found) await noteExposedUse(db, { subject: `hmac:${hmac.toString("hex")}`, isAccepted: false }, now);
}
