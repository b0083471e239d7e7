import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { KnownAlert } from "./settle-alert";

type AlertRow = {
  fingerprint: string;
  findingId: string;
  firedAt: string | null;
  endedAt: string | null;
  recent: string[];
};
type FindingRow = { id: string; fingerprint: string; status: string; startedAt: string };

/** The alerts of these fingerprints that are known and their findings, nobody else's to change until the end of the transaction. */
export async function lockAlerts(db: Transaction, fingerprints: readonly string[]): Promise<Map<string, KnownAlert>> {
  const wanted = sql`(select value from jsonb_array_elements_text(${JSON.stringify(fingerprints)}::text::jsonb) as value)`;
  const alerts = await db.execute<AlertRow>(sql`
    select fingerprint, finding_id as "findingId", fired_at as "firedAt", ended_at as "endedAt", recent
    from external_alerts where fingerprint in ${wanted} order by fingerprint for update`);
  if (alerts.length === 0) return new Map();
  const ids = JSON.stringify(alerts.map(({ findingId }) => findingId));
  const findings = await db.execute<FindingRow>(sql`
    select id, fingerprint, status, started_at as "startedAt" from findings
    where id in (
      select value::uuid from jsonb_array_elements_text(${ids}::text::jsonb) as value
      union select f.id from findings f where f.fingerprint in ${wanted} and f.status <> 'resolved')
    order by id for update`);
  const shown = new Map<string, KnownAlert["finding"]>();
  for (const { id, fingerprint, status, startedAt } of findings) {
    const isOpen = status !== "resolved";
    // A person may have opened an earlier one again.
    if (isOpen || !shown.has(fingerprint)) shown.set(fingerprint, { id, isOpen, startedAt: Date.parse(startedAt) });
  }
  return new Map(
    alerts.map(({ fingerprint, firedAt, endedAt, recent }) => [
      fingerprint,
      { recent, firedAt: momentIn(firedAt), endedAt: momentIn(endedAt), finding: shown.get(fingerprint) ?? null },
    ]),
  );
}

/** The client under drizzle reads times as text. */
const momentIn = (text: string | null): number | null => (text === null ? null : Date.parse(text));
