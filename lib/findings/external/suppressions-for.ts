import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { ExternalAlert } from "./external-alert";

type Suppression = {
  id: string;
  fingerprint: string | null;
  rule: string | null;
  provider: string | null;
  cluster: string | null;
};

/** The suppressions that may hold findings of these fingerprints, the longest first. */
export async function suppressionsFor(
  db: Transaction,
  fingerprints: readonly string[],
  now: Date,
): Promise<readonly Suppression[]> {
  return db.execute<Suppression>(sql`
    select id, fingerprint, rule, provider, cluster from finding_suppressions
    where ended_at is null and until > ${now.toISOString()}::timestamptz and (fingerprint is null or fingerprint in
      (select value from jsonb_array_elements_text(${JSON.stringify(fingerprints)}::text::jsonb) as value))
    order by until desc, id`);
}

/** The one that holds an alert's finding, as holdingSuppression finds it for one finding; null if none does. */
export function holdingAmong(
  suppressions: readonly Suppression[],
  { fingerprint, rule, subjects }: Pick<ExternalAlert, "fingerprint" | "rule" | "subjects">,
): string | null {
  const holds = suppressions.find(
    (each) =>
      (each.fingerprint === null || each.fingerprint === fingerprint) &&
      (each.rule === null || each.rule === rule) &&
      (each.provider === null || each.provider === subjects.provider) &&
      (each.cluster === null || each.cluster === subjects.cluster),
  );
  return holds?.id ?? null;
}
