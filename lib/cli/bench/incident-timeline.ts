import { connectDatabase, type Sql } from "@/db/client";
import { type Ctx, systemCtx } from "@/lib/context";
import { getIncident } from "@/lib/incidents/get-incident";
import { openIncident } from "@/lib/incidents/open-incident";
import { readTimeline } from "@/lib/incidents/timeline/read-timeline";
import { whenAt } from "@/lib/incidents/when/when";
import type { Benchmark } from "./benchmark";

const entries = 5_000;
const changes = 5_000;
/** Of other findings, which the timeline must pass by. */
const others = 200_000;
const pageItems = 100;

export const incidentTimeline: Benchmark = {
  name: "incident-timeline",
  title: "each page of a timeline of 10,000 events, half of them from the record, beside 200,000 that are not its own",
  async run({ openDatabase, report }) {
    const { url, sql } = await openDatabase();
    const db = connectDatabase(url, { max: 6, name: "muster-bench-web" });
    const ctx = systemCtx(db, "bench", new Date());
    try {
      const { id } = await openIncident(ctx, { title: "Bench" });
      await seedTimeline(sql, id, ctx.now);
      await readPages(ctx, id);
      const { times, items } = await readPages(ctx, id);
      const bare: number[] = [];
      for (let index = 0; index < times.length; index++) {
        bare.push(
          await timed(
            () => sql`
              select id, kind, body, earliest, latest, source from incident_entries where incident_id = ${id}
              order by earliest, id limit ${pageItems} offset ${index * 50}`,
          ),
        );
      }
      report({
        ...{ name: "incident-timeline-page", value: at95(times), unit: "ms p95", baseline: at95(bare) },
        ...{ baselineName: "a bare SELECT of as many entries", target: { of: "value", atMost: 500 } },
        more: { pages: times.length, items, headMs: Math.round(await timed(() => getIncident(ctx, id))) },
      });
    } finally {
      await db.$client.end({ timeout: 5 });
    }
  },
};

async function readPages(ctx: Ctx, incidentId: string): Promise<{ times: number[]; items: number }> {
  const times: number[] = [];
  let items = 0;
  let cursor: string | undefined;
  do {
    const startedAt = performance.now();
    const page = await readTimeline(ctx, { incidentId, limit: pageItems, ...(cursor ? { cursor } : {}) });
    times.push(performance.now() - startedAt);
    items += page.items.reduce((sum, { folded }) => sum + 1 + folded.length, 0);
    cursor = page.next ?? undefined;
  } while (cursor);
  return { times, items };
}

async function seedTimeline(sql: Sql, incidentId: string, now: Date): Promise<void> {
  const value = JSON.stringify(whenAt(now));
  await sql`
    insert into incident_entries (incident_id, kind, body, value, earliest, latest, source, links, author_id, author_name,
      recorded_at, updated_at)
    select ${incidentId}, 'note', 'Entry ' || i, ${value}::text::jsonb, now() - i * interval '10 seconds',
      now() - i * interval '10 seconds', 'Chat', '[]', 'bench', 'bench', now(), now()
    from generate_series(1, ${entries}) i`;
  await sql`
    insert into domain_events (kind, title, happened_at, subjects, figures)
    select 'change.created', 'Change ' || i, now() - i * interval '10 seconds', jsonb_build_object('change', i::text), '{}'
    from generate_series(1, ${changes}) i`;
  await sql`
    insert into domain_events (kind, title, happened_at, subjects, figures)
    select 'finding.opened', 'Other ' || i, now() - i * interval '1 second',
      jsonb_build_object('finding', gen_random_uuid()), '{}'
    from generate_series(1, ${others}) i`;
  await sql`vacuum (analyze) incident_entries, domain_events`;
}

async function timed(run: () => PromiseLike<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

const at95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
