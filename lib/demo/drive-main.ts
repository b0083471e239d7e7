import { setTimeout as delay } from "node:timers/promises";
import { connectSql } from "@/db/client";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { createLogger, type Logger } from "@/lib/log";
import { slotMs } from "./call-lanes";
import { DemoDriver } from "./demo-driver";
import { HeartbeatSender } from "./heartbeat-sender";
import { readRecordsKind } from "./records-kind";
import { startStory } from "./start-story";

const reportMs = 60_000;

/** Lets the demo's devices call, until it is told to end. Does nothing where the records are real. */
async function main(signal: AbortSignal): Promise<void> {
  const env = readEnv();
  const log = createLogger("demo", env.LOG_LEVEL);
  const sql = connectSql(databaseUrl(env), { max: 2, name: "muster-demo" });
  const sender = new HeartbeatSender(`http://127.0.0.1:${env.GATEWAY_PORT}`);
  try {
    if ((await readRecordsKind(sql)).kind !== "demo") {
      log.info("the records are real: there is nothing to drive");
      return;
    }
    await gatewayReady(env.GATEWAY_PORT, signal);
    const state = await startStory(sql, new Date());
    if (!state) throw new EnvError("The demo has not been loaded to its end: start anew with an empty data directory.");
    const driver = new DemoDriver(sql, sender, state, Date.now());
    await driver.begin();
    log.info({ devices: state.scale.devices, scene: state.scene }, "the devices call");
    await drive(driver, log, signal);
  } finally {
    sender.close();
    await sql.end({ timeout: 2 });
  }
}

/** The gateway may start at the same time, and go and come again later. */
async function gatewayReady(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await delay(250, undefined, { signal });
  }
}

async function drive(driver: DemoDriver, log: Logger, signal: AbortSignal): Promise<void> {
  let reportedMs = Date.now();
  while (!signal.aborted) {
    const now = Date.now();
    // Not awaited: a slow answer must not delay the next devices.
    driver.tick(now).catch((error: unknown) => log.warn({ err: error }, "a slot was not sent"));
    if (now - reportedMs >= reportMs) {
      reportedMs = now;
      log.info(driver.takeCounts(), "heartbeats of the last minute");
    }
    await delay(slotMs - (Date.now() % slotMs), undefined, { signal });
  }
}

const ending = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => ending.abort());

main(ending.signal).catch((error: unknown) => {
  if (ending.signal.aborted) return;
  if (error instanceof EnvError) process.stderr.write(`${error.message}\n`);
  else createLogger("demo").error({ err: error }, "the demo's driver failed");
  process.exitCode = 1;
});
