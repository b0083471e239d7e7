import type { z } from "zod";
import type { SqlOrTransaction } from "@/db/client";

/** How far a job is, as it last committed it; null before its first time. Rejects with a ZodError where it is not of `schema`. */
export async function readProgress<T>(sql: SqlOrTransaction, key: string, schema: z.ZodType<T>): Promise<T | null> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings where key = ${key}`;
  return row ? schema.parse(row.value) : null;
}

/** In the transaction of what the job did. */
export async function writeProgress(sql: SqlOrTransaction, key: string, progress: object): Promise<void> {
  await sql`
    insert into settings (key, value) values (${key}, ${JSON.stringify(progress)}::text::jsonb)
    on conflict (key) do update set value = excluded.value, updated_at = now()`;
}
