import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "@/db/client";
import { tellExposedDevices } from "./exposed-device-findings";
import type { NewFinding } from "./open-finding";
import { openOrExtend } from "./open-or-extend";

const rule = "fleet.exposed-token-used";
const usesAtOnce = 500;

type Use = { minute: number; subject: string; isAccepted: boolean; count: number };
type Known = { id: string; name: string; kind: string; prefix: string; exposedAt: Date };

/**
 * Makes findings of the uses of exposed tokens and ids that web and gateways noted, and takes the notes away in the same transaction. Returns how many
 * notes it took.
 */
export async function tellExposedUses(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.execute<Use>(sql`
      delete from exposed_uses where (minute, subject, is_accepted) in (
        select minute, subject, is_accepted from exposed_uses order by minute, subject, is_accepted limit ${usesAtOnce}
        for update skip locked)
      returning minute, subject, is_accepted as "isAccepted", count::int as count`);
    await tellExposedDevices(tx, rows.filter(isDevice), now);
    for (const use of merged(rows.filter((row) => !isDevice(row)))) {
      const finding = await findingOf(tx, use);
      if (finding) await openOrExtend(tx, finding, now, (evidence) => withMoreUses(finding, evidence));
    }
    return rows.length;
  });
}

const isDevice = ({ subject }: Use): boolean => subject.startsWith("device:");

const Uses = z.object({ uses: z.number() });

/** Its figure is of all that was noted since it was opened. */
const withMoreUses = (finding: ExposedUse, evidence: unknown): ExposedUse => ({
  ...finding,
  evidence: { ...finding.evidence, uses: Uses.parse(evidence).uses + finding.evidence.uses },
});

/** One for each subject and verdict, from its first minute on. */
function merged(rows: readonly Use[]): Use[] {
  const byKey = new Map<string, Use>();
  for (const use of rows) {
    const key = `${use.subject} ${use.isAccepted}`;
    const known = byKey.get(key);
    const minute = Math.min(use.minute, known?.minute ?? use.minute);
    byKey.set(key, { ...use, minute, count: use.count + (known?.count ?? 0) });
  }
  return [...byKey.values()];
}

type ExposedUse = NewFinding & { evidence: { uses: number; [key: string]: unknown } };

async function findingOf(tx: Transaction, use: Use): Promise<ExposedUse | null> {
  const [kind, id = ""] = use.subject.split(":");
  const startedAt = new Date(use.minute * 60_000);
  const shared = { rule, attack: ["T1078"], confidence: 1, startedAt };
  if (kind === "hmac") {
    const [list] = await tx.execute<{ id: string; title: string }>(sql`
      select l.id, l.title from exposed_identifiers e join exposure_lists l on l.id = e.list_id
      where e.hmac = decode(${id}, 'hex')`);
    if (!list) return null;
    return {
      ...shared,
      fingerprint: `${rule}/${id.slice(0, 32)}`,
      title: "A secret of a leaked list was tried",
      summary: `Somebody showed a token that Muster does not know and that stands in the leaked list “${list.title}”. It was refused.`,
      severity: "medium",
      subjects: { exposureList: list.id },
      evidence: { uses: use.count, isAccepted: false, list: list.title },
    };
  }
  const [token] = await tx.execute<Known>(sql`
    select id, name, kind, prefix, exposed_at as "exposedAt" from tokens where id = ${id}::uuid and exposed_at is not null`);
  return token ? { ...shared, ...tokenFinding(token, use) } : null;
}

function tokenFinding(token: Known, { isAccepted, count }: Use) {
  const since = new Date(token.exposedAt).toISOString();
  const said = `${since.slice(0, 10)}, ${since.slice(11, 16)} UTC`;
  return {
    fingerprint: `${rule}/${token.id}/${isAccepted ? "accepted" : "refused"}`,
    title: isAccepted ? `Exposed token “${token.name}” is in use` : `Exposed token “${token.name}” was tried`,
    summary: isAccepted
      ? `${token.prefix}… stands in a leaked list and was let in since ${said}: whoever uses it may not be its owner. Rotate or revoke it.`
      : `${token.prefix}… stands in a leaked list, was used after it had ended, and was refused.`,
    severity: isAccepted ? ("high" as const) : ("medium" as const),
    subjects: { token: token.id },
    evidence: { uses: count, isAccepted, prefix: token.prefix, kind: token.kind, exposedAt: since },
  };
}
