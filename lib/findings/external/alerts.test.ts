import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemCtx } from "@/lib/context";
import { listTriage } from "@/lib/findings/triage/list-triage";
import type { Gateway } from "@/lib/ingest/start-gateway";
import { addToken } from "@/lib/ingest/testing/fleet-fixture";
import { GatewayFixture, postTo, startTestGateway } from "@/lib/ingest/testing/gateway-fixture";
import { makeSuppression } from "../suppression/make-suppression";
import { acknowledgeFindings } from "../triage/acknowledge-findings";
import { resolveFindings } from "../triage/resolve-findings";
import {
  alertmanagerBody,
  cloudEvent,
  falcoBody,
  falcosidekickBody,
  falcosidekickEvent,
  writeSurge,
} from "./testing/sent-bodies";

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
beforeEach(() => fixture.owner`truncate findings, external_alerts, domain_events, finding_suppressions`);

const startsAt = "2026-11-20T11:50:00Z";
const endsAt = "2026-11-20T11:55:00Z";
const firing = (labels = writeSurge(), at = startsAt) => alertmanagerBody([{ status: "firing", startsAt: at, labels }]);
const resolved = (labels = writeSurge(), at = startsAt, until = endsAt) =>
  alertmanagerBody([{ status: "resolved", startsAt: at, endsAt: until, labels }]);
const send = (source: string, body: unknown, headers: Record<string, string> = {}) =>
  fixture.post(`/v1/alerts/${source}`, body, headers);
const alertmanager = async (body: unknown) => {
  const answer = await send("alertmanager", body);
  expect(answer).toMatchObject({ status: 200, body: { rejected: [] } });
};
const findings = () => fixture.sql`
  select status, occurrences, severity, started_at, ended_at, resolved_at is not null as is_resolved from findings
  order by started_at, id`;
const seen = async () =>
  (await fixture.sql`select id, version from findings`) as unknown as { id: string; version: number }[];
const ctx = () => systemCtx(fixture.database.db, "test", new Date());
const kinds = async () => (await fixture.sql`select kind from domain_events order by id`).map(({ kind }) => kind);

test("an alert is a finding as soon as it is answered, and its end resolves it", async () => {
  const answer = await send("alertmanager", firing());
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1, rejected: [] } });
  const { items } = await listTriage(ctx(), { filter: { source: ["external"] } });
  expect(items).toMatchObject([
    {
      rule: "external.alertmanager.MetadataWriteSurge",
      severity: "critical",
      title: "Write surge on the metadata API",
    },
  ]);
  await alertmanager(resolved());
  expect(await findings()).toEqual([
    {
      ...{ status: "resolved", occurrences: 1, severity: "critical", is_resolved: true },
      ...{ started_at: new Date(startsAt), ended_at: new Date(endsAt) },
    },
  ]);
  expect(await kinds()).toEqual(["finding.opened", "finding.resolved"]);
});

test("the same webhook twice changes nothing; resolved before fired leaves it resolved", async () => {
  for (const body of [resolved(), firing(), firing(), resolved()]) await alertmanager(body);
  expect(await findings()).toMatchObject([{ status: "resolved", occurrences: 1 }]);
  expect(await kinds()).toEqual(["finding.opened", "finding.resolved"]);
  for (let i = 0; i < 3; i++) await alertmanager(firing(writeSurge(), "2026-11-20T11:58:00Z"));
  expect(await findings()).toMatchObject([{ status: "resolved" }, { status: "new", occurrences: 1 }]);
});

test("Falco's event counts up by each firing of its own, whoever sends it", async () => {
  const at = (second: number) => ({ ...falcoBody, time: `2026-11-20T11:59:${second}.000000001Z` });
  for (const body of [at(10), at(12), at(12), at(11)]) expect((await send("falco", body)).status).toBe(200);
  const lines = [at(13), at(14)].map((body) => JSON.stringify(body)).join("\n");
  expect((await send("falco", `${lines}\n\n`)).body).toEqual({ accepted: 2, rejected: [] });
  expect(await findings()).toMatchObject([
    { status: "new", occurrences: 5, severity: "low", started_at: new Date("2026-11-20T11:59:10Z") },
  ]);
  const { headers, body } = falcosidekickEvent;
  expect((await send("falco", falcosidekickBody)).status).toBe(200);
  expect(await send("cloudevents", JSON.stringify(body), headers)).toMatchObject({
    status: 200,
    body: { accepted: 1 },
  });
  // With its cluster named it is another one, and by both ways the same.
  expect(await findings()).toMatchObject([{ occurrences: 5 }, { occurrences: 1 }]);
});

test("CloudEvents in structured, batched and binary mode", async () => {
  const structured = { "content-type": "application/cloudevents+json; charset=utf-8" };
  const batched = { "content-type": "application/cloudevents-batch+json" };
  expect((await send("cloudevents", cloudEvent("1"), structured)).body).toEqual({ accepted: 1, rejected: [] });
  expect((await send("cloudevents", [], batched)).body).toEqual({ accepted: 0, rejected: [] });
  const batch = [cloudEvent("1"), cloudEvent("2", { time: "2026-11-20T11:58:30Z" }), { id: "3" }];
  expect((await send("cloudevents", batch, batched)).body).toMatchObject({ accepted: 2, rejected: [{ index: 2 }] });
  expect(await findings()).toMatchObject([{ status: "new", occurrences: 2 }]);
  const { source, subject } = cloudEvent("4");
  const binary = {
    ...{
      "ce-specversion": "1.0",
      "ce-id": "4",
      "ce-source": source,
      "ce-subject": subject,
      "content-type": "text/plain",
    },
    ...{
      "ce-type": "com.example.scanner.miner.resolved",
      "ce-time": "2026-11-20T11:59:00Z",
      "ce-note": "Euro%20%E2%82%AC",
    },
  };
  expect((await send("cloudevents", "gone", binary)).body).toEqual({ accepted: 1, rejected: [] });
  expect(await findings()).toMatchObject([{ status: "resolved", ended_at: new Date("2026-11-20T11:59:00Z") }]);
  expect(await send("cloudevents", "gone", { ...binary, "ce-note": "%C0%A0" })).toMatchObject({
    ...{ status: 400, body: { code: "invalid_header" } },
  });
  expect(await send("cloudevents", {}, structured)).toMatchObject({ body: { accepted: 0, rejected: [{ index: 0 }] } });
  expect(await send("cloudevents", {}, batched)).toMatchObject({ status: 400, body: { code: "invalid_body" } });
  expect(await send("cloudevents", {}, { "content-type": "application/json" })).toMatchObject({ status: 415 });
});

test("people's decisions stand until it fires anew: acknowledged, suppressed, resolved", async () => {
  await alertmanager(firing());
  await acknowledgeFindings(ctx(), { seen: (await seen()).map(({ id, version }) => ({ id, version })) });
  await alertmanager(firing(writeSurge(), "2026-11-20T11:52:00Z"));
  expect(await findings()).toMatchObject([{ status: "in_progress", occurrences: 2 }]);
  await resolveFindings(ctx(), { seen: (await seen()).map(({ id, version }) => ({ id, version })) });
  await alertmanager(firing(writeSurge(), "2026-11-20T11:52:00Z"));
  expect(await findings()).toMatchObject([{ status: "resolved" }]);
  const until = new Date(Date.now() + 3_600_000);
  const rule = "external.alertmanager.MetadataWriteSurge";
  await makeSuppression(ctx(), { scope: { rule }, reason: "Known.", until });
  await alertmanager(firing(writeSurge(), "2026-11-20T11:57:00Z"));
  await alertmanager(firing(writeSurge(), "2026-11-20T11:57:30Z"));
  expect(await findings()).toMatchObject([{ status: "resolved" }, { status: "suppressed", occurrences: 2 }]);
  await alertmanager(resolved(writeSurge(), "2026-11-20T11:57:30Z", "2026-11-20T11:59:00Z"));
  expect(await findings()).toMatchObject([{ status: "resolved" }, { status: "resolved" }]);
});

test("a suppression made for another cluster or fingerprint holds nothing", async () => {
  const until = new Date(Date.now() + 3_600_000);
  const labels = { ...writeSurge(), cluster: "eu" };
  await makeSuppression(ctx(), { scope: { cluster: "us" }, reason: "Elsewhere.", until });
  await makeSuppression(ctx(), { scope: { fingerprint: "external/other" }, reason: "Elsewhere.", until });
  await alertmanager(firing(labels));
  expect(await findings()).toMatchObject([{ status: "new" }]);
  await makeSuppression(ctx(), { scope: { cluster: "eu" }, reason: "Here.", until });
  await alertmanager(firing({ ...labels, instance: "api-3" }));
  expect(await findings()).toMatchObject([{ status: "suppressed" }, { status: "suppressed" }]);
});

test("two gateways at once, in any order and with repetitions: one open finding or none for each, and no firing lost", async () => {
  const headers = { authorization: `Bearer ${fixture.token}` };
  const instances = Array.from({ length: 30 }, (_, i) => `api-${i}`);
  const bodies = instances.flatMap((instance, i) => {
    const labels = writeSurge(instance);
    return i % 3 === 0 ? [firing(labels), firing(labels)] : [resolved(labels), firing(labels), resolved(labels)];
  });
  const answers = await Promise.all(
    bodies
      .toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)
      .map((body, i) => postTo(i % 2 ? second : fixture.gateway, "/v1/alerts/alertmanager", body, headers)),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const rows = await fixture.sql`select status, count(*)::int as count from findings group by status order by status`;
  expect(rows).toEqual([
    { status: "new", count: 10 },
    { status: "resolved", count: 20 },
  ]);
  const falco = Array.from({ length: 60 }, (_, i) => ({ ...falcosidekickBody, uuid: `u-${i}` }));
  await Promise.all(
    falco.map((body, i) => postTo(i % 2 ? second : fixture.gateway, "/v1/alerts/falco", body, headers)),
  );
  const [counted] = await fixture.sql`select occurrences from findings where rule like 'external.falco%'`;
  expect(counted).toEqual({ occurrences: 60 });
});

test.each(["alertmanager", "falco", "cloudevents"])("%s: only an alert token may", async (source) => {
  for (const kind of ["operator", "cluster", "provider", "legacy"] as const) {
    const { text } = await addToken(fixture.sql, kind);
    const answer = await send(source, firing(), { authorization: `Bearer ${text}` });
    expect(answer).toMatchObject({ status: 403, body: { code: "wrong_token_kind" } });
  }
  const api = await addToken(fixture.sql, "api");
  expect(await send(source, firing(), { authorization: `Bearer ${api.text}` })).toMatchObject({ status: 401 });
  expect(await send(source, firing(), { authorization: "" })).toMatchObject({ status: 401 });
  expect(await findings()).toEqual([]);
});

test("bad bodies are refused, and what is wrong in a good one harms no other", async () => {
  const json = { "content-type": "application/json" };
  expect(await send("alertmanager", "{", json)).toMatchObject({ status: 400, body: { code: "invalid_json" } });
  expect(await send("alertmanager", '{"alerts":{}}', json)).toMatchObject({
    status: 400,
    body: { code: "invalid_body" },
  });
  expect(await send("alertmanager", "{}")).toMatchObject({ status: 415 });
  const many = `{"alerts":[${Array.from({ length: 100_001 }, () => "1").join(",")}]}`;
  expect(await send("alertmanager", many, json)).toMatchObject({ status: 413, body: { code: "too_many_items" } });
  const values = `[${"{},".repeat(1_500_001)}{}]`;
  expect(await send("falco", values, json)).toMatchObject({ status: 413, body: { code: "too_many_values" } });
  const strange = firing({
    ...writeSurge(),
    note: "\u0000\ud800<script>\u202e",
    ["x".repeat(5_000)]: "y".repeat(50_000),
  });
  await alertmanager({ ...strange, alerts: [...strange.alerts, ...firing(writeSurge("other")).alerts] });
  expect(await findings()).toHaveLength(2);
  const [row] = await fixture.sql`
    select evidence->'labels'->>'note' as note, length(evidence::text) as size from findings
    where evidence->'labels' ? 'note'`;
  expect(row?.note).toBe("\ufffd\ufffd<script>\u202e");
  expect(row?.size).toBeLessThan(20_000);
});
