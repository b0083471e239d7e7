import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

const part = z.string().trim().min(1).max(500).optional();

/** What a suppression holds: findings of which every part that is given is so. */
export const SuppressionScope = z
  .object({
    fingerprint: part,
    /** A detector's rule. */
    rule: part,
    /** As in a finding's subjects: the id of a provider, the name of a cluster. */
    provider: part,
    cluster: part,
  })
  .refine(
    (scope) => Object.values(scope).some(Boolean),
    "say of what: a fingerprint, a detector, a provider or a cluster",
  );
export type SuppressionScope = z.output<typeof SuppressionScope>;

/** Whether suppression s holds finding f; both are aliases of the query. */
export const holds = sql`(s.fingerprint is null or s.fingerprint = f.fingerprint)
  and (s.rule is null or s.rule = f.rule) and (s.provider is null or s.provider = f.provider)
  and (s.cluster is null or s.cluster = f.cluster)`;

/** Whether finding f is in the scope, so that an index serves. */
export function isInScope({ fingerprint, rule, provider, cluster }: SuppressionScope): SQL {
  const parts = [
    fingerprint === undefined ? null : sql`f.fingerprint = ${fingerprint}`,
    rule === undefined ? null : sql`f.rule = ${rule}`,
    provider === undefined ? null : sql`f.provider = ${provider}`,
    cluster === undefined ? null : sql`f.cluster = ${cluster}`,
  ].filter((each) => each !== null);
  return sql.join(parts, sql` and `);
}
