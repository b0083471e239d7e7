import { z } from "zod";
import { connectSql, type Sql } from "@/db/client";
import type { Verdict } from "./verdict";

const key = "audit/verification";

/** What the last `npm run -s audit` found, for the audit page. It proves nothing: the command does. */
export const Verification = z.object({
  at: z.iso.datetime(),
  isSound: z.boolean(),
  verified: z.number().int(),
  /** Sentences. */
  breaks: z.array(z.string()),
});
export type Verification = z.infer<typeof Verification>;

export async function readVerification(sql: Sql): Promise<Verification | null> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings where key = ${key}`;
  return Verification.safeParse(row?.value).data ?? null;
}

/** Leaves a verdict for the audit page. */
export async function writeVerification(databaseUrl: string, verdict: Verdict, now: Date): Promise<void> {
  const { isSound, verified, breaks } = verdict;
  const told = { at: now.toISOString(), isSound, verified, breaks: breaks.map(({ kind, text }) => `${kind}: ${text}`) };
  const sql = connectSql(databaseUrl, { max: 1, name: "muster-audit" });
  try {
    await sql`
      insert into settings (key, value, updated_at) values (${key}, ${JSON.stringify(told)}::text::jsonb, clock_timestamp())
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
