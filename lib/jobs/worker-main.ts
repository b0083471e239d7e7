import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { connectSql, wrapSql } from "@/db/client";
import { isMigrated } from "@/db/is-migrated";
import { openAnchor } from "@/lib/audit/anchor/open-anchor";
import { ownAddresses } from "@/lib/endpoints/own-addresses";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { ensureGpuModels } from "@/lib/fleet/ensure-gpu-models";
import { ensureShippedPlaybooks } from "@/lib/incidents/response/ensure-shipped-playbooks";
import { createLogger, type Logger } from "@/lib/log";
import { mailServer } from "@/lib/notify/mail/mail-server";
import { webhookHosts } from "@/lib/notify/webhooks/webhook-hosts";
import { startWorker } from "./worker";

const journal = new URL("../../db/migrations/meta/_journal.json", import.meta.url);
const retryMs = 1_000;

async function main(): Promise<void> {
  const env = readEnv();
  const log = createLogger("worker", env.LOG_LEVEL);
  const url = databaseUrl(env);
  const ending = new AbortController();
  process.on("SIGTERM", () => ending.abort());
  process.on("SIGINT", () => ending.abort());
  await untilMigrated(url, log, ending.signal);
  if (ending.signal.aborted) return;
  const worker = startWorker({
    evidenceDirectory: env.EVIDENCE_DIR,
    ...{ databaseUrl: url, log, anchor: openAnchor(env), ownAddresses: ownAddresses(env) },
    mail: { server: mailServer(env), publicUrl: env.PUBLIC_URL },
    webhooks: { hosts: webhookHosts(env), publicUrl: env.PUBLIC_URL },
  });
  log.info({ worker: worker.holder }, "worker runs");
  await new Promise<void>((resolve) => ending.signal.addEventListener("abort", () => resolve()));
  await worker.stop();
  log.info("worker ends");
}

/** A database that is away, or being migrated, comes. */
async function untilMigrated(url: string, log: Logger, signal: AbortSignal): Promise<void> {
  const expected: number = JSON.parse(readFileSync(journal, "utf8")).entries.length;
  const sql = connectSql(url, { max: 1, name: "muster-worker" });
  let isTold = false;
  while (!signal.aborted) {
    const isReady = await isMigrated(sql, expected).catch(() => false);
    if (isReady) break;
    if (!isTold) log.warn("waiting for the database and its migrations");
    isTold = true;
    await delay(retryMs, undefined, { signal }).catch(() => {});
  }
  // The table of GPU models may be newer than the database; a second worker writes the same.
  if (!signal.aborted) await ensureGpuModels(sql).catch((error) => log.warn({ err: error }, "GPU models not written"));
  if (!signal.aborted) {
    await ensureShippedPlaybooks(wrapSql(sql), new Date()).catch((error) =>
      log.warn({ err: error }, "playbooks not written"),
    );
  }
  await sql.end({ timeout: 1 });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const text = error instanceof EnvError ? error.message : `The worker could not start: ${String(error)}`;
    process.stderr.write(`${text}\n`);
    process.exit(1);
  },
);
