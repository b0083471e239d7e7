import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { connectDatabase, connectSql, wrapSql } from "@/db/client";
import { AlertWriter } from "@/lib/findings/external/alert-writer";
import { storeAlerts } from "@/lib/findings/external/store-alerts";
import { minuteOf } from "@/lib/fleet/minute";
import type { RateLimit } from "@/lib/limits/rate-limit";
import type { Logger } from "@/lib/log";
import { BodyBudget } from "./body-budget";
import { commitGroup, type GatewayIdentity, IdentityLostError } from "./commit-group";
import { type Clock, DatabaseClock } from "./database-clock";
import { readFoldedHours } from "./folded-hours";
import { createGatewayMetrics } from "./gateway-metrics";
import { beatGateway, markGatewayStopped, registerGateway, writeGatewayMetrics } from "./gateway-registry";
import { createGatewayRoutes } from "./gateway-routes";
import { createHeartbeatCore } from "./heartbeat-core";
import { createHttpServer, type Timeouts } from "./http-server";
import { closeServer, listen } from "./listen";
import { Merger } from "./merger";
import { readPolicies } from "./policy-switch";
import { PulseWriter } from "./pulse-writer";
import { RejectionCounter } from "./rejection-counter";
import { repeat } from "./repeat";
import { TokenDirectory } from "./token-directory";
import { UnknownDevices } from "./unknown-devices";

export type GatewayOptions = {
  databaseUrl: string;
  /** 0: any free one. */
  port: number;
  log: Logger;
  /** Instead of the database's, for tests. */
  clock?: Clock;
  /** Migrations that must have been applied for /readyz. */
  expectedMigrations?: number;
  timeouts?: Timeouts;
  mostConnections?: number;
  refusals?: RateLimit;
};

export type Gateway = {
  port: number;
  /** Its number in gateways. */
  id: number;
  /** Merges what is committed into presence now, as it does each 10 s and at the end of a minute. */
  merge(): Promise<void>;
  /** Reads tokens, policies and devices now, as it does twice a second. */
  refresh(): Promise<void>;
  /** Writes counted rejections and the metrics now, as it does each 10 s. */
  flush(): Promise<void>;
  /** Gives its sign of life now, as it does each 2 s. */
  beat(): Promise<void>;
  /** Refuses new requests, answers those in flight, merges, and says in gateways that it ended. */
  stop(): Promise<void>;
};

/** Starts a gateway; it listens when this returns. Throws what the database or the port gives as a reason. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { databaseUrl, log } = options;
  const sql = connectSql(databaseUrl, { max: 4, name: "muster-gateway", statementTimeoutMs: 60_000 });
  // Commits never queue behind another query.
  const journalSql = connectSql(databaseUrl, { max: 2, name: "muster-gateway-journal", statementTimeoutMs: 20_000 });
  const alertDb = connectDatabase(databaseUrl, { max: 2, name: "muster-gateway-alerts", statementTimeoutMs: 20_000 });
  const databaseClock = new DatabaseClock();
  const clock = options.clock ?? databaseClock;
  let identity: GatewayIdentity;
  let isStopping = false;
  const onFailed = (error: unknown) => log.warn({ err: error }, "the database did not take a write or answer a query");

  const core = createHeartbeatCore({
    commit: (group) => commitGroup(journalSql, identity, group),
    onCommitted: () => pulses.noteSuccess(),
    onFailed: (error) => {
      pulses.noteFailure();
      onFailed(error);
      if (error instanceof IdentityLostError) void register().catch(onFailed);
    },
  });
  const { devices, journal, book } = core;
  const gateway = () => identity;
  const merger = new Merger({ sql, gateway, clock, journal, book, onFailed });
  const pulses = new PulseWriter({ sql, gateway, clock, recorder: core.pulse, directory: devices.directory, onFailed });
  const tokens = new TokenDirectory(sql, () => clock.now());
  const rejections = new RejectionCounter();
  const unknown = new UnknownDevices(sql, devices, () => clock.now());
  const alerts = new AlertWriter((given) => storeAlerts(alertDb, given, new Date(clock.now())), onFailed);
  const verdicts = { accepted: 0, turnedAway: { outdated_agent: 0, legacy_token: 0, unverified: 0 } };
  const metrics = createGatewayMetrics({
    devices,
    journal,
    merger,
    rejections,
    changes: core.changes,
    verdicts,
    alerts,
  });

  async function endPools(timeout: number): Promise<void> {
    await Promise.all([sql, journalSql, alertDb.$client].map((pool) => pool.end({ timeout })));
  }
  async function register(): Promise<void> {
    identity = await registerGateway(sql, `${hostname()}:${process.pid}:${randomUUID()}`);
  }
  async function refresh(): Promise<void> {
    await tokens.poll();
    await tokens.exposed.refresh(sql);
    core.policies.take(await readPolicies(sql), clock.now());
    await devices.refresh(sql);
    const minute = minuteOf(clock.now());
    core.placer.foldedHours = await readFoldedHours(sql, minute, devices.directory.shardCount);
  }
  async function beat(): Promise<void> {
    if (!(await beatGateway(sql, identity, databaseClock))) await register();
    pulses.noteSuccess();
  }
  async function flush(): Promise<void> {
    await writeGatewayMetrics(sql, identity, await metrics.registry.metrics());
    await rejections.flush(sql);
    await tokens.exposed.flush(sql);
  }

  const routes = createGatewayRoutes({
    ...{
      sql,
      db: wrapSql(sql),
      devices,
      tokens,
      budget: new BodyBudget(),
      clock,
      unknown,
      rejections,
      verdicts,
      journal,
      alerts,
    },
    reader: core.reader,
    values: core.values,
    changes: core.changes,
    policies: core.policies,
    registry: metrics.registry,
    expectedMigrations: options.expectedMigrations ?? 0,
    isStopping: () => isStopping,
  });
  const server = createHttpServer({
    routes,
    log,
    onAnswered: metrics.countAnswer,
    timeouts: options.timeouts,
    mostConnections: options.mostConnections,
    refusals: options.refusals,
  });

  try {
    await databaseClock.measure(sql);
    await register();
    await refresh();
    await flush();
    await listen(server, options.port);
  } catch (error) {
    await endPools(1);
    throw error;
  }
  merger.start();
  pulses.start();
  const stopRepeating = [
    repeat(500, refresh, onFailed),
    repeat(2_000, beat, onFailed),
    repeat(10_000, flush, onFailed),
    repeat(1_000, () => tokens.exposed.flush(sql), onFailed),
    repeat(60_000, () => tokens.flushUse(), onFailed),
  ];

  async function stop(): Promise<void> {
    isStopping = true;
    await closeServer(server);
    await Promise.all(stopRepeating.map((end) => end()));
    await pulses.stop();
    try {
      await merger.stop();
      await flush();
      await tokens.flushUse();
      await markGatewayStopped(sql, identity);
    } catch (error) {
      // What was acknowledged stands in the journal; the worker merges it.
      onFailed(error);
    }
    await endPools(2);
  }

  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : options.port,
    get id() {
      return identity.id;
    },
    merge: () => merger.merge(),
    refresh,
    flush,
    beat,
    stop,
  };
}
