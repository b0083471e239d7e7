import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

type Found = { rule: string; fingerprint: string; subjects: Record<string, string> };

/** The suppression that holds a finding which is about to be opened, the longest if several do; null if none does. */
export async function holdingSuppression(db: Transaction, found: Found, now: Date): Promise<string | null> {
  const { rule, fingerprint, subjects } = found;
  const [row] = await db.execute<{ id: string }>(sql`
    select id from finding_suppressions
    where ended_at is null and until > ${now.toISOString()}::timestamptz
      and (fingerprint is null or fingerprint = ${fingerprint}) and (rule is null or rule = ${rule})
      and (provider is null or provider = ${subjects.provider ?? null}::text)
      and (cluster is null or cluster = ${subjects.cluster ?? null}::text)
    order by until desc, id limit 1`);
  return row?.id ?? null;
}
