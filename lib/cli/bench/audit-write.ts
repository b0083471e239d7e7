import { sql as fragment } from "drizzle-orm";
import { connectDatabase, type Database, type Sql } from "@/db/client";
import { linkAudit } from "@/lib/audit/chain/link-audit";
import { listAudit } from "@/lib/audit/list-audit";
import { recordAudit } from "@/lib/audit/record-audit";
import { systemCtx } from "@/lib/context";
import { acquireLease } from "@/lib/jobs/lease";
import type { Benchmark } from "./benchmark";

const seconds = 10;
const writers = 16;
const pollMs = 200;
const readEveryMs = 20;

const actor = { kind: "user", id: "00000000-0000-4000-8000-000000000001", name: "Person", role: "responder" } as const;
const entry = {
  action: "device.quarantine",
  target: { kind: "device", id: "device-0123456789abcdef" },
  before: { state: "connected", reason: null },
  after: { state: "quarantined", reason: "counterfeit" },
};

type Run = { perSecond: number; readMs: number[] };

/** Writers as fast as they can, each change a transaction of its own; meanwhile somebody reads the newest page. */
async function run(db: Database, write: () => Promise<unknown>): Promise<Run> {
  const until = performance.now() + seconds * 1_000;
  let written = 0;
  const readMs: number[] = [];
  const writing = Array.from({ length: writers }, async () => {
    while (performance.now() < until) {
      await write();
      written += 1;
    }
  });
  const reading = (async () => {
    while (performance.now() < until) {
      const since = performance.now();
      await listAudit(systemCtx(db, "bench", new Date()), {});
      readMs.push(performance.now() - since);
      await new Promise((resolve) => setTimeout(resolve, readEveryMs));
    }
  })();
  await Promise.all([...writing, reading]);
  return { perSecond: written / seconds, readMs: readMs.sort((a, b) => a - b) };
}

/** A linker, as the worker runs it, until `signal`. */
async function keepLinking(sql: Sql, signal: AbortSignal): Promise<void> {
  const lease = await acquireLease(sql, "bench", "bench");
  while (lease && !signal.aborted) {
    if ((await linkAudit(sql, lease)) === 0) await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;

export const auditWrite: Benchmark = {
  name: "audit-write",
  title: `audit rows, each in a transaction of its own, from ${writers} connections for ${seconds} s while they are linked`,
  async run({ openDatabase, report, onEnd }) {
    const { url, sql } = await openDatabase();
    const db = connectDatabase(url, { max: writers + 2, name: "muster-bench" });
    onEnd(() => db.$client.end({ timeout: 2 }));
    // The same table without the chain's column and its index.
    await sql.unsafe("create table bare_log (like audit_log including all); alter table bare_log drop column xid");
    const bare = await run(db, () =>
      db.transaction((tx) =>
        tx.execute(fragment`
          insert into bare_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, before, after)
          values (${new Date().toISOString()}::timestamptz, ${actor.kind}, ${actor.id}, ${actor.name}, ${entry.action},
            ${entry.target.kind}, ${entry.target.id}, ${JSON.stringify(entry.before)}::jsonb,
            ${JSON.stringify(entry.after)}::jsonb)`),
      ),
    );
    const ending = new AbortController();
    const linking = keepLinking(sql, ending.signal);
    const linked = await run(db, () => db.transaction((tx) => recordAudit({ db: tx, actor, now: new Date() }, entry)));
    ending.abort();
    await linking;
    const [lag] = await sql<{ p50: number; p99: number; max: number; unlinked: number }[]>`
      select percentile_cont(0.5) within group (order by lag) as p50, percentile_cont(0.99) within group (order by lag) as p99,
        max(lag) as max, (select count(*)::int from audit_log) - count(*)::int as unlinked
      from (select extract(epoch from c.linked_at - a.at)::float8 * 1000 as lag
        from audit_chain c join audit_log a on a.id = c.audit_id) lags`;
    report({
      name: "audit-write",
      value: linked.perSecond,
      unit: "rows/s",
      baseline: bare.perSecond,
      baselineName: "bare INSERT of the same rows, not linked",
      target: { of: "value", atLeast: 2_000 },
      more: { writers, unlinkedAtEnd: lag?.unlinked },
    });
    report({
      name: "audit-write/link-lag",
      value: lag?.p99 ?? 0,
      unit: "ms",
      baseline: null,
      baselineName: "99th percentile, from the change's own time to its link",
      target: { of: "value", atMost: 1_000 },
      more: { p50: Math.round(lag?.p50 ?? 0), max: Math.round(lag?.max ?? 0) },
    });
    report({
      name: "audit-write/read-meanwhile",
      value: at(linked.readMs, 0.95),
      unit: "ms",
      baseline: at(bare.readMs, 0.95),
      baselineName: "the same page while rows are written that nobody links",
      more: { p50: Number(at(linked.readMs, 0.5).toPrecision(3)), reads: linked.readMs.length },
    });
  },
};
