import { hash } from "node:crypto";
import type { Sql } from "@/db/client";
import { canonicalRow } from "@/lib/audit/chain/canonical-row";
import { linkAudit } from "@/lib/audit/chain/link-audit";
import { verifyAudit } from "@/lib/audit/verify/verify-audit";
import { acquireLease } from "@/lib/jobs/lease";
import type { Benchmark } from "./benchmark";

const rows = 600_000;
const hashedAtOnce = 100_000;

/** Rows as an access review leaves them: names, ids and a value before and after. */
async function writeRows(sql: Sql): Promise<void> {
  await sql`
    insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, before, after, address)
    select now() - (${rows}::int - i) * interval '1 second', 'user', '00000000-0000-4000-8000-' || lpad((i % 40)::text, 12, '0'),
      'Person ' || i % 40, 'device.quarantine', 'device', 'device-' || md5(i::text),
      '{"state": "connected", "reason": null}', jsonb_build_object('state', 'quarantined', 'reason', 'counterfeit', 'note', i),
      '192.0.2.7' from generate_series(1, ${rows}::int) i`;
  await sql`vacuum analyze audit_log`;
}

async function linkRows(sql: Sql): Promise<void> {
  const lease = await acquireLease(sql, "bench", "bench");
  while (lease && (await linkAudit(sql, lease)) > 0);
  await sql`vacuum analyze audit_chain`;
}

/** The floor: the same bytes hashed one row after the other, with nothing else to do. Milliseconds. */
async function hashAlone(sql: Sql): Promise<{ ms: number; bytes: number }> {
  const text = canonicalRow({ position: "c.position", linkedAt: "c.linked_at" });
  let [ms, bytes] = [0, 0];
  for (let from = 1; from <= rows; from += hashedAtOnce) {
    const texts = await sql.unsafe<{ text: string }[]>(
      `select repeat('0', 32) || ${text}::text as text from audit_chain c join audit_log a on a.id = c.audit_id
       where position between $1 and $2`,
      [from, from + hashedAtOnce - 1],
    );
    const buffers = texts.map((row) => Buffer.from(row.text));
    const since = performance.now();
    for (const buffer of buffers) hash("sha256", buffer, "buffer");
    ms += performance.now() - since;
    bytes += buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  }
  return { ms, bytes };
}

export const auditVerify: Benchmark = {
  name: "audit-verify",
  title: `verification of an audit trail of ${rows} rows`,
  async run({ openDatabase, report, note }) {
    const { url, sql } = await openDatabase();
    note(`writing and linking ${rows} rows`);
    await writeRows(sql);
    const linkedSince = performance.now();
    await linkRows(sql);
    const linkSeconds = (performance.now() - linkedSince) / 1_000;
    const bare = await hashAlone(sql);
    const verdict = await verifyAudit(url, null);
    if (!verdict.isSound || verdict.verified !== rows) throw new Error("the trail was not verified whole");
    report({
      name: "audit-verify",
      value: rows / verdict.seconds,
      unit: "rows/s",
      baseline: rows / (bare.ms / 1_000),
      baselineName: "bare SHA-256 of the same bytes, one row after the other",
      target: { of: "value", atLeast: 200_000 },
      more: {
        rows,
        bytesPerRow: Math.round(bare.bytes / rows),
        linkedPerSecond: Math.round(rows / linkSeconds),
        peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
      },
    });
  },
};
