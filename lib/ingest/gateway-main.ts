import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { problemOf } from "@/lib/access/problem";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { createLogger } from "@/lib/log";
import { type Gateway, startGateway } from "./start-gateway";

const journal = new URL("../../db/migrations/meta/_journal.json", import.meta.url);

async function main(): Promise<void> {
  const env = readEnv();
  const log = createLogger("gateway", env.LOG_LEVEL);
  const url = databaseUrl(env, "ingest");
  const expectedMigrations = JSON.parse(readFileSync(journal, "utf8")).entries.length;
  let gateway: Gateway | null = null;
  let isStopping = false;
  const end = async () => {
    if (isStopping) return;
    isStopping = true;
    await gateway?.stop();
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
  while (!gateway && !isStopping) {
    try {
      gateway = await startGateway({ databaseUrl: url, port: env.GATEWAY_PORT, log, expectedMigrations });
    } catch (error) {
      // A database that is away, or being migrated, comes; anything else needs a person.
      if (problemOf(error).status !== 503 && !isUnmigrated(error)) throw error;
      log.warn({ err: error }, "waiting for the database");
      await delay(1_000);
    }
  }
  log.info({ port: gateway?.port, gateway: gateway?.id }, "gateway listens");
}

/** undefined_table, undefined_column */
const isUnmigrated = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "42P01" || error.code === "42703");

main().catch((error: unknown) => {
  const line =
    error instanceof EnvError
      ? error.message
      : error instanceof Error && "code" in error && error.code === "EADDRINUSE"
        ? "The gateway's port is in use: end the other program, or set GATEWAY_PORT."
        : `The gateway could not start: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${line}\n`);
  process.exit(1);
});
