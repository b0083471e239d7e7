import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { connectDatabase, type Sql } from "@/db/client";
import type { Ctx } from "@/lib/context";
import { systemCtx } from "@/lib/context";
import { listTriage } from "@/lib/findings/triage/list-triage";
import { alternately, compared } from "./alternately";
import type { BenchContext, Benchmark } from "./benchmark";
import { spawnScript } from "./child";
import { addToken, startGatewayProcess } from "./gateway-process";
import { type Next, sendAll } from "./http-client";

const runs = 3;
const connections = 256;
const singleRequests = 30_000;
const batches = 200;
const alertsABatch = 100;
const startsAt = "2026-11-20T11:50:00Z";

export const alerts: Benchmark = {
  name: "alerts",
  title: "alerts from outside: one event a request, batches of new alerts, and the time until the list shows one",
  async run(context) {
    const { url, sql } = await context.openDatabase();
    const token = await addToken(sql, "alert");
    const gateway = await startGatewayProcess(url);
    try {
      await measureSingle(context, sql, gateway.port, token);
      await measureBatches(context, sql, gateway.port, token);
      await measureVisible(context, url, sql, gateway.port, token);
    } finally {
      await gateway.stop();
    }
  },
};

let made = 0;

/** As falcosidekick sends it, one of 2,000 pods' events. */
function falcoEvent(): Buffer {
  const number = made++;
  return Buffer.from(
    JSON.stringify({
      ...{ uuid: `bench-${number}`, hostname: "gpu-node-7", priority: "Notice", rule: "Terminal shell in container" },
      output: `A shell was spawned in a container with an attached terminal | process=bash command=bash event=${number}`,
      ...{ source: "syscall", tags: ["T1059", "container", "shell"], time: new Date().toISOString() },
      output_fields: {
        ...{ "k8s.ns.name": "ml", "k8s.pod.name": `trainer-${number % 2_000}`, "container.name": "trainer" },
        ...{
          "container.id": "9cc6d64c75d0",
          "proc.cmdline": "bash",
          "proc.name": "bash",
          "user.name": "root",
          "user.uid": 0,
        },
      },
    }),
  );
}

/** As Alertmanager sends them, each new. */
function alertmanagerBody(): Buffer {
  const list = Array.from({ length: alertsABatch }, () => ({
    status: "firing",
    labels: { alertname: "GpuSilent", instance: `gpu-${made++}`, job: "gpu", severity: "warning", cluster: "eu" },
    annotations: { summary: "A GPU is silent", description: "No heartbeat for ten minutes. ".repeat(4) },
    ...{
      startsAt,
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus:9090/graph",
      fingerprint: "1a30ba71cca2921f",
    },
  }));
  const message = {
    receiver: "muster",
    status: "firing",
    alerts: list,
    version: "4",
    groupKey: "{}:{}",
    truncatedAlerts: 0,
  };
  return Buffer.from(JSON.stringify(message));
}

function bodies(count: number, make: () => Buffer): Next {
  const ready = Array.from({ length: count }, make);
  return () => ready.pop() ?? null;
}

const answerOf = (accepted: number) => JSON.stringify({ accepted, rejected: [] });

async function measureSingle(context: BenchContext, sql: Sql, port: number, token: string): Promise<void> {
  const send = (to: number, answer?: string) =>
    sendAll({
      ...{ port: to, token, contentType: "application/json", connections, itemsEach: 1, path: "/v1/alerts/falco" },
      ...(answer ? { answer } : {}),
      next: bodies(singleRequests, falcoEvent),
    });
  const { gateway, bare } = await alternately(runs, {
    gateway: async () => {
      const before = await eventsKept(sql);
      const { requests, seconds } = await send(port, answerOf(1));
      expectKept((await eventsKept(sql)) - before, requests);
      return requests / seconds;
    },
    bare: async () => {
      const server = spawnScript("lib/cli/bench/bare-server.ts", {});
      const [line] = (await once(server.stdout ?? server, "data")) as [Buffer];
      const { requests, seconds } = await send((JSON.parse(line.toString()) as { port: number }).port);
      server.kill("SIGTERM");
      await once(server, "exit");
      return requests / seconds;
    },
  });
  context.report({
    ...{ name: "alerts-single", unit: "alerts/s", ...compared(gateway, bare) },
    baselineName: "a bare node:http server that reads the same body and answers 200 to the same client",
    target: { of: "value", atLeast: 5_000 },
  });
}

async function measureBatches(context: BenchContext, sql: Sql, port: number, token: string): Promise<void> {
  const { gateway, bare } = await alternately(runs, {
    gateway: async () => {
      const before = await eventsKept(sql);
      const { requests, seconds } = await sendAll({
        ...{ port, token, contentType: "application/json", connections: 16, itemsEach: alertsABatch },
        ...{ path: "/v1/alerts/alertmanager", answer: answerOf(alertsABatch), next: bodies(batches, alertmanagerBody) },
      });
      expectKept((await eventsKept(sql)) - before, requests * alertsABatch);
      return (requests * alertsABatch) / seconds;
    },
    bare: () => insertBare(sql, batches * alertsABatch),
  });
  context.report({
    ...{ name: "alerts-new", unit: "alerts/s", ...compared(gateway, bare) },
    baselineName: "a bare INSERT of as many findings, 1,000 a transaction over one connection, without events",
    target: { of: "value", atLeast: 5_000 },
  });
}

async function insertBare(sql: Sql, count: number): Promise<number> {
  const startedAt = performance.now();
  for (let at = 0; at < count; at += 1_000) {
    await sql`
      insert into findings (rule, fingerprint, title, summary, severity, confidence, subjects, evidence, started_at, detected_at,
        last_seen_at)
      select 'external.bench', 'bench/' || gen_random_uuid(), 'A GPU is silent', repeat('No heartbeat for ten minutes. ', 4),
        'medium', 1, '{"cluster":"eu"}', jsonb_build_object('labels', jsonb_build_object('instance', i), 'text',
        repeat('x', 400)), now(), now(), now() from generate_series(1, 1000) i`;
  }
  return count / ((performance.now() - startedAt) / 1_000);
}

/** From sending until a new query of the list has it. */
async function measureVisible(
  context: BenchContext,
  url: string,
  sql: Sql,
  port: number,
  token: string,
): Promise<void> {
  const db = connectDatabase(url, { max: 2, name: "muster-bench-web" });
  const ctx: Ctx = systemCtx(db, "bench", new Date());
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const times: number[] = [];
  const floor: number[] = [];
  for (let i = 0; i < 60; i++) {
    const title = `Seen ${i}`;
    const body = JSON.stringify({ rule: title, output: title, priority: "Critical", time: new Date().toISOString() });
    const startedAt = performance.now();
    await fetch(`http://127.0.0.1:${port}/v1/alerts/falco`, { method: "POST", headers, body });
    while (!(await listTriage(ctx, { sort: "newest" })).items.some((row) => row.title === title)) await turn();
    times.push(performance.now() - startedAt);
    const bareAt = performance.now();
    await sql`
      insert into findings (rule, fingerprint, title, summary, severity, confidence, subjects, evidence, started_at, detected_at,
        last_seen_at) values ('external.bench', ${`seen/${i}`}, 'x', 'x', 'info', 1, '{}', '{}', 'epoch', now(), now())`;
    await sql`select id from findings where fingerprint = ${`seen/${i}`}`;
    floor.push(performance.now() - bareAt);
  }
  await db.$client.end({ timeout: 5 });
  context.report({
    ...{ name: "alerts-visible", value: at95(times), unit: "ms p95", baseline: at95(floor) },
    baselineName: "a bare INSERT of a finding and a SELECT of it",
    target: { of: "value", atMost: 2_000 },
  });
}

async function eventsKept(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select coalesce(sum(occurrences), 0)::float8 as count from findings where rule <> 'external.bench'`;
  return row?.count ?? 0;
}

function expectKept(kept: number, sent: number): void {
  if (kept !== sent) throw new Error(`${sent} alerts were answered, and ${kept} are counted`);
}

const at95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
