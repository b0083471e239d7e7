import { afterAll, beforeAll, expect, test } from "vitest";
import { systemCtx } from "@/lib/context";
import type { Gateway } from "@/lib/ingest/start-gateway";
import { addToken } from "@/lib/ingest/testing/fleet-fixture";
import { GatewayFixture, postTo, startTestGateway } from "@/lib/ingest/testing/gateway-fixture";
import { countTriage } from "../triage/count-triage";
import { groupTriage } from "../triage/group-triage";
import { listTriage } from "../triage/list-triage";
import { alertmanagerBody, falcosidekickBody, writeSurge } from "./testing/sent-bodies";

let fixture: GatewayFixture;
let second: Gateway;
beforeAll(async () => {
  fixture = await GatewayFixture.start();
  fixture.token = (await addToken(fixture.sql, "alert")).text;
  second = await startTestGateway(fixture.database.ingestUrl);
});
afterAll(async () => {
  await second.stop();
  await fixture.stop();
});

const instances = 20_000;
const pods = 400;
const events = 40_000;
const startsAt = "2026-11-20T11:50:00Z";
const endsAt = "2026-11-20T11:55:00Z";

/** 60,000 alerts of Alertmanager's: each fires, half of them end, the others fire once more with the same message. */
function* alertmanagerBodies() {
  const each = 500;
  const statuses = ["firing", "resolved", "firing"] as const;
  for (let at = 0; at < instances * 3; at += each) {
    yield alertmanagerBody(
      Array.from({ length: each }, (_, index) => {
        const number = (at + index) % instances;
        const round = Math.floor((at + index) / instances);
        const isEnd = statuses[round] === "resolved" && number % 2 === 0;
        const ended = isEnd ? { status: "resolved" as const, endsAt } : { status: "firing" as const };
        return { ...ended, startsAt, labels: writeSurge(`api-${number}`) };
      }),
    );
  }
}

function* falcoBodies() {
  const each = 250;
  for (let at = 0; at < events; at += each) {
    const lines = Array.from({ length: each }, (_, index) =>
      JSON.stringify({
        ...falcosidekickBody,
        uuid: `event-${at + index}`,
        output_fields: { ...falcosidekickBody.output_fields, "k8s.pod.name": `trainer-${(at + index) % pods}` },
      }),
    );
    yield lines.join("\n");
  }
}

test("a storm of 100,000 alerts over two gateways: grouped, nothing lost, and the list of findings answers", async () => {
  const headers = { authorization: `Bearer ${fixture.token}` };
  const bodies = [
    ...[...alertmanagerBodies()].map((body) => ["/v1/alerts/alertmanager", body] as const),
    ...[...falcoBodies()].map((body) => ["/v1/alerts/falco", body] as const),
  ];
  // Out of order: ends before firings, repetitions before the first.
  const shuffled = bodies.map((body, i) => ({ body, key: (i * 7_919) % bodies.length })).sort((a, b) => a.key - b.key);
  let at = 0;
  let accepted = 0;
  const senders = Array.from({ length: 16 }, async (_, sender) => {
    for (;;) {
      const next = shuffled[at++];
      if (!next) return;
      const [path, body] = next.body;
      const answer = await postTo(sender % 2 ? second : fixture.gateway, path, body, headers);
      expect(answer).toMatchObject({ status: 200, body: { rejected: [] } });
      accepted += answer.body.accepted as number;
    }
  });
  await Promise.all(senders);
  expect(accepted).toBe(100_000);

  const ctx = systemCtx(fixture.database.db, "test", new Date());
  const rows = await fixture.sql`
    select rule, status, count(*)::int as findings, sum(occurrences)::int as times from findings
    group by rule, status order by rule, status`;
  const surge = { rule: "external.alertmanager.MetadataWriteSurge", findings: instances / 2, times: instances / 2 };
  expect(rows).toEqual([
    { ...surge, status: "new" },
    { ...surge, status: "resolved" },
    { rule: "external.falco.Terminal-shell-in-container", status: "new", findings: pods, times: events },
  ]);
  const [told] = await fixture.sql`select count(*)::int as opened from domain_events where kind = 'finding.opened'`;
  expect(told).toEqual({ opened: instances + pods });

  const { groups } = await groupTriage(ctx, { by: "rule" });
  expect(groups).toHaveLength(2);
  const shown = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listTriage(ctx, { filter: {}, limit: 200, ...(cursor ? { cursor } : {}) });
    for (const { id } of page.items) shown.add(id);
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(shown.size).toBe(instances / 2 + pods);
  expect(await countTriage(ctx, { source: ["external"] })).toMatchObject({ new: instances / 2 + pods });
}, 600_000);
