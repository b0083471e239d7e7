import { connectDatabase, type Sql } from "@/db/client";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import type { Ctx } from "@/lib/context";
import { median } from "@/lib/detect/robust-statistics";
import { makeSuppression } from "@/lib/findings/suppression/make-suppression";
import { revokeSuppressions } from "@/lib/findings/suppression/revoke-suppressions";
import { acknowledgeFindings, releaseFindings } from "@/lib/findings/triage/acknowledge-findings";
import { countTriage } from "@/lib/findings/triage/count-triage";
import { groupTriage, triageGroupings } from "@/lib/findings/triage/group-triage";
import { listTriage, triageSorts } from "@/lib/findings/triage/list-triage";
import type { TriageFilter } from "@/lib/findings/triage/triage-filter";
import type { BenchContext, Benchmark } from "./benchmark";
import { startWebProcess } from "./web-process";

const openFindings = 100_000;
const resolvedFindings = 200_000;
const actors = "bench";

const filters: TriageFilter[] = [
  {},
  { severity: ["critical"] },
  { source: ["external"] },
  { rule: "external.falco" },
  { provider: "7" },
  { cluster: "cluster-3" },
  { assignee: "none", severity: ["high", "medium"] },
  { search: "9417" },
  { search: "stands nowhere" },
  { cluster: "cluster-3", source: ["fleet"] },
];

export const triage: Benchmark = {
  name: "triage",
  title: "the triage page over 100,000 open findings: its queries, its first page from the web server, and acts",
  async run(context) {
    const { url, sql } = await context.openDatabase();
    await seedFindings(sql);
    const db = connectDatabase(url, { max: 6, name: "muster-bench-web" });
    const { userId } = await createSessionFor(db, { role: "responder", name: actors });
    const ctx: Ctx = { db, now: new Date(), actor: { kind: "user", id: userId, name: actors, role: "responder" } };
    try {
      await measureQueries(context, ctx, sql);
      await measureActs(context, ctx, sql);
      await measureSuppression(context, ctx);
      await measurePage(context, url, ctx);
    } finally {
      await db.$client.end({ timeout: 5 });
    }
  },
};

/** What one page asks of the database: the list, its counts and, where it is grouped, the groups. */
async function measureQueries({ report }: BenchContext, ctx: Ctx, sql: Sql): Promise<void> {
  const pages: { ms: number; what: string }[] = [];
  for (let round = 0; round < 5; round++) {
    for (const filter of filters) {
      for (const sort of triageSorts) {
        const what = `${JSON.stringify(filter)} by ${sort}`;
        pages.push({
          what,
          ms: await timed(() => Promise.all([listTriage(ctx, { filter, sort }), countTriage(ctx, filter)])),
        });
      }
    }
    for (const by of triageGroupings) {
      pages.push({ what: `grouped by ${by}`, ms: await timed(() => groupTriage(ctx, { by })) });
    }
  }
  const bare = await several(
    20,
    () => sql`
    select id, rule, title, severity, status, started_at from findings where status in ('new', 'in_progress')
    order by severity_rank desc, started_at desc, id desc limit 51`,
  );
  report({
    ...{ name: "triage-queries", value: at95(pages.map(({ ms }) => ms)), unit: "ms p95", baseline: at95(bare) },
    ...{ baselineName: "a bare SELECT of the first page, without counts", target: { of: "value", atMost: 200 } },
    more: { measured: pages.length, slowest: slowestOf(pages), openFindings, resolvedFindings },
  });
}

/** The medians of the slowest few. */
function slowestOf(pages: readonly { ms: number; what: string }[]): Record<string, number> {
  const medians = [...new Set(pages.map(({ what }) => what))].map((what) => {
    const times = pages.flatMap((page) => (page.what === what ? page.ms : []));
    return [what, Math.round(median(times))] as const;
  });
  return Object.fromEntries(medians.toSorted((a, b) => b[1] - a[1]).slice(0, 8));
}

/** One act by itself, as a key press sends it, and two hundred at once. */
async function measureActs({ report }: BenchContext, ctx: Ctx, sql: Sql): Promise<void> {
  const { items } = await listTriage(ctx, { filter: { shown: "new" }, limit: 200 });
  const single: number[] = [];
  for (const { id, version } of items.slice(0, 100)) {
    single.push(await timed(() => acknowledgeFindings(ctx, { seen: [{ id, version }] })));
    single.push(await timed(() => releaseFindings(ctx, { seen: [{ id, version: version + 1 }] })));
  }
  const bare = await several(200, (index) =>
    sql.begin(async (transaction) => {
      await transaction`update findings set updated_at = now() where id = ${items[index]?.id ?? ""}`;
    }),
  );
  report({
    ...{ name: "triage-act", value: at95(single), unit: "ms p95", baseline: at95(bare) },
    ...{ baselineName: "a bare UPDATE of the row in a transaction", target: { of: "value", atMost: 100 } },
  });
  const seen = (await listTriage(ctx, { filter: { shown: "new" }, limit: 200 })).items.map(({ id, version }) => ({
    id,
    version,
  }));
  const bulk = await timed(() => acknowledgeFindings(ctx, { seen }));
  report({ name: "triage-act-200", value: bulk, unit: "ms", baseline: null, more: { findings: seen.length } });
}

/** An alert storm put to silence, and given back. */
async function measureSuppression({ report }: BenchContext, ctx: Ctx): Promise<void> {
  const until = new Date(ctx.now.getTime() + 3_600_000);
  let id = "";
  let held = 0;
  const make = await timed(async () => {
    ({ id, held } = await makeSuppression(ctx, { scope: { rule: "external.falco" }, reason: "Storm.", until }));
  });
  const revoke = await timed(() => revokeSuppressions(ctx, { ids: [id] }));
  report({
    name: "triage-suppress-rule",
    value: make,
    unit: "ms",
    baseline: null,
    more: { held, revokeMs: Math.round(revoke) },
  });
}

/** The whole page as a browser asks for it, until its last byte. */
async function measurePage({ report }: BenchContext, url: string, { db }: Ctx): Promise<void> {
  const web = await startWebProcess(url);
  try {
    const { cookie } = await createSessionFor(db, { role: "responder", publicUrl: web.url });
    const headers = { cookie: `${cookie.name}=${cookie.value}` };
    let bytes = 0;
    const load = async (path: string) => {
      const response = await fetch(`${web.url}${path}`, { headers });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      bytes = (await response.text()).length;
    };
    for (let warm = 0; warm < 5; warm++) await load("/findings");
    const empty = await several(40, () => load("/settings/sessions"));
    const page = await several(40, () => load("/findings"));
    report({
      ...{ name: "triage-first-page", value: at95(page), unit: "ms p95", baseline: at95(empty) },
      ...{
        baselineName: "a page of the same frame with one row",
        target: { of: "value", atMost: 200 },
        more: { bytes },
      },
    });
  } finally {
    await web.stop();
  }
}

async function seedFindings(sql: Sql): Promise<void> {
  const count = openFindings + resolvedFindings;
  await sql`
    insert into findings (rule, fingerprint, title, summary, severity, confidence, status, subjects, evidence, started_at,
      ended_at, resolved_at, detected_at, last_seen_at, acknowledged_at)
    select (array['external.falco', 'external.alertmanager', 'fleet.example', 'api.example', 'exposure.example'])[1 + i % 5],
      'bench/' || i, 'Finding number ' || i || ' of the storm', 'Terminal shell in container of pod worker-' || i % 977,
      (array['critical', 'high', 'medium', 'low', 'info'])[1 + (i / 7) % 5], 0.9,
      case when i > ${openFindings} then 'resolved' when i % 10 = 0 then 'in_progress' else 'new' end,
      jsonb_build_object('provider', (i % 500)::text, 'cluster', 'cluster-' || i % 50),
      jsonb_build_object('pod', 'worker-' || i % 977, 'command', repeat('x', 200)), now() - i * interval '1 second',
      case when i > ${openFindings} then now() end, case when i > ${openFindings} then now() end, now(), now(),
      case when i % 10 = 0 then now() end
    from generate_series(1, ${count}) i`;
  await sql`vacuum (analyze) findings`;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

async function several(runs: number, run: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < runs; index++) times.push(await timed(() => run(index)));
  return times;
}

const at95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
