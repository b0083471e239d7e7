import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { settings } from "@/db/schema/fleet";

/**
 * The secret that stands in settings under `key`, made at first use: processes that start at once agree on one.
 * For what the environment does not give; such rows are never shown.
 */
export async function ensureSecret<Value>(
  db: Database,
  key: string,
  make: () => Value | Promise<Value>,
  now: Date,
): Promise<Value> {
  const found = await readSecret<Value>(db, key);
  if (found !== undefined) return found;
  await db
    .insert(settings)
    .values({ key, value: await make(), isSecret: true, updatedAt: now })
    .onConflictDoNothing();
  const made = await readSecret<Value>(db, key);
  if (made === undefined) throw new Error(`The setting ${key} vanished while it was made.`);
  return made;
}

async function readSecret<Value>(db: Database, key: string): Promise<Value | undefined> {
  const [row] = await db
    .select({ value: settings.value })
    .from(settings)
    .where(and(eq(settings.key, key), eq(settings.isSecret, true)));
  // The row was written by `make` of the same key, or by nobody.
  return row?.value as Value | undefined;
}
