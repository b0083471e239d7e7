import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectSql } from "@/db/client";
import { localSsoRefusal } from "@/lib/access/sign-in/sign-in-provider";
import { databaseUrlFile, type Env } from "@/lib/env";
import { ensureBuilt } from "./build.mjs";
import { say, step } from "./progress.mjs";
import { Child } from "./supervisor/child";
import { migrate, type RunningDatabase, startAnew, startDatabase } from "./supervisor/database";
import { openLogFile } from "./supervisor/log-file";
import { type PartName, partSpec, type Surroundings } from "./supervisor/parts";
import { markReal, planRecords } from "./supervisor/records";
import { restartOnChange } from "./supervisor/restart-on-change";
import { SeedFailed, seedDemo } from "./supervisor/seed-demo";
import { stopAll } from "./supervisor/stop-all";
import { welcome } from "./supervisor/welcome";

export type SuperviseOptions = {
  root: string;
  env: Env;
  isEmpty: boolean;
  isDev: boolean;
  scene?: string | undefined;
  /** Ends everything, cleanly. */
  signal: AbortSignal;
};

type Ground = { database: RunningDatabase; isDemo: boolean };

/** Runs Muster until `signal`. Throws a Problem when it cannot start; what had started by then has ended. */
export async function supervise(options: SuperviseOptions): Promise<void> {
  const { env, signal } = options;
  const logFolder = join(env.MUSTER_DATA, "logs");
  const children: Child[] = [];
  let database = await startDatabase(env, logFolder, say);
  try {
    signal.throwIfAborted();
    const ground = await prepareRecords(database, options, logFolder, (anew) => {
      database = anew;
    });
    if (ground.database.isEmbedded) writeUrlFiles(env, ground.database);
    await startParts(surroundings(options, ground.database, logFolder), ground.isDemo, children, signal);
    say(welcome(env, ground.database, ground.isDemo));
    const stopWatching = options.isDev ? restartOnChange(options.root, children) : () => {};
    await aborted(signal);
    stopWatching();
    say("Ending …");
  } finally {
    await stopAll(children, database);
    for (const purpose of ["application", "ingest"] as const) rmSync(databaseUrlFile(env, purpose), { force: true });
  }
  say("Ended.");
}

async function prepareRecords(
  first: RunningDatabase,
  options: SuperviseOptions,
  logFolder: string,
  onDatabase: (database: RunningDatabase) => void,
): Promise<Ground> {
  const { root, scene, isEmpty, signal } = options;
  let database = first;
  await step("Preparing the tables", () => migrate(database));
  const sql = connectSql(database.url, { max: 1, name: "muster-supervisor" });
  const plan = await planRecords(sql, { isEmpty, scene, place: database.place, isEmbedded: database.isEmbedded })
    .then(async (records) => {
      if (records === "real") await markReal(sql);
      return records;
    })
    .finally(() => sql.end({ timeout: 5 }));
  // Only now: whoever gave a wrong address need not wait for a build to be told.
  if (!options.isDev) await ensureBuilt(root, process.env.MUSTER_DIST || ".next", signal);
  if (plan === "real" || plan === "demo") return { database, isDemo: plan === "demo" };
  if (plan === "reseed") {
    say("The loading of the demo was broken off last time: it begins anew.");
    database = await beginAnew(database, options, logFolder, onDatabase);
  }
  try {
    await seed(database, options, logFolder);
  } catch (error) {
    // A half-loaded demo is of no use to anybody, so a second try loses nothing.
    if (signal.aborted || !database.isEmbedded || !(error instanceof SeedFailed)) throw error;
    say(`${error.message} Once more, from the beginning.`);
    database = await beginAnew(database, options, logFolder, onDatabase);
    await seed(database, options, logFolder);
  }
  return { database, isDemo: true };
}

async function beginAnew(
  old: RunningDatabase,
  { env }: SuperviseOptions,
  logFolder: string,
  onDatabase: (database: RunningDatabase) => void,
): Promise<RunningDatabase> {
  const database = await startAnew(old, env, logFolder, say);
  onDatabase(database);
  await migrate(database);
  return database;
}

function seed(database: RunningDatabase, options: SuperviseOptions, logFolder: string): Promise<void> {
  // As the owner: it analyzes the tables that it has filled.
  const variables = { ...surroundings(options, database, logFolder).variables, DATABASE_URL: database.migrateUrl };
  return seedDemo(options.root, variables, options.scene, openLogFile(logFolder, "seed"), options.signal);
}

function surroundings(options: SuperviseOptions, database: RunningDatabase, logFolder: string): Surroundings {
  const { root, env, isDev } = options;
  const variables = {
    ...process.env,
    DATABASE_URL: database.url,
    DATABASE_URL_INGEST: database.ingestUrl,
    // The owner's address is for the migrations alone; empty, so that no file .env sets it again.
    DATABASE_URL_MIGRATE: "",
    MUSTER_DATA: env.MUSTER_DATA,
    NEXT_TELEMETRY_DISABLED: "1",
  };
  return { root, env, variables, logFolder, isDev, say };
}

/** The local sign-in, worker and gateway first, so that the demo and the first page find them. */
async function startParts(at: Surroundings, isDemo: boolean, children: Child[], signal: AbortSignal): Promise<void> {
  const waves: PartName[][] = [
    [...(localSsoRefusal(at.env) ? [] : (["sso"] as const)), "worker", "gateway", "web"],
    isDemo ? ["demo"] : [],
  ];
  await step("Starting the processes", async () => {
    for (const names of waves) {
      const wave = names.map((name) => new Child(name, partSpec(name, at)));
      children.push(...wave);
      await Promise.race([Promise.all(wave.map((child) => child.whenReady)), rejectOnAbort(signal)]);
    }
  });
}

function writeUrlFiles(env: Env, { url, ingestUrl }: RunningDatabase): void {
  for (const [purpose, address] of Object.entries({ application: url, ingest: ingestUrl })) {
    const file = databaseUrlFile(env, purpose as "application" | "ingest");
    rmSync(file, { force: true });
    writeFileSync(file, `${address}\n`, { mode: 0o600 });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

const rejectOnAbort = async (signal: AbortSignal): Promise<never> => {
  await aborted(signal);
  throw signal.reason;
};
