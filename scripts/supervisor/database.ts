import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { connectSql, type Sql } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { ensureLoginRoles } from "@/db/roles/login-roles";
import { rolesOfUrls } from "@/db/roles/role-names";
import { databaseUrl, type Env } from "@/lib/env";
import { Problem } from "../problem.mjs";
import { step } from "../progress.mjs";
import { deleteEmbeddedData, keepEmbeddedServer } from "./embedded-server";
import { openLogFile } from "./log-file";
import { checkOwnServer, withoutPassword } from "./own-server";

export type RunningDatabase = {
  /** Under the application's role. */
  url: string;
  /** Under the gateway's. */
  ingestUrl: string;
  /** Under the owner of the tables. */
  migrateUrl: string;
  /** What a person knows it by: the data directory, or the address without its password. */
  place: string;
  isEmbedded: boolean;
  stop(patienceMs: number): Promise<void>;
};

const page = "docs/database-roles.md";
/** Passwords of the two roles (mode 0600). */
const rolesFile = (env: Env) => join(env.MUSTER_DATA, "database-roles.json");
const embeddedFolder = (env: Env) => join(env.MUSTER_DATA, "postgres");

/** The embedded server, or the one of DATABASE_URL once it has shown that it can carry Muster. */
export async function startDatabase(
  env: Env,
  logFolder: string,
  say: (line: string) => void,
): Promise<RunningDatabase> {
  if (env.DATABASE_URL) {
    const migrateUrl = databaseUrl(env, "migrate");
    await step("Checking the database", () =>
      checkOwnServer(migrateUrl, env.DATABASE_URL_MIGRATE ? "DATABASE_URL_MIGRATE" : "DATABASE_URL"),
    );
    const place = withoutPassword(env.DATABASE_URL);
    const [url, ingestUrl] = [env.DATABASE_URL, databaseUrl(env, "ingest")];
    if (url === migrateUrl)
      say(`Everything runs under the one role of DATABASE_URL, the audit trail's owner; see ${page}.`);
    return { url, ingestUrl, migrateUrl, place, isEmbedded: false, stop: async () => {} };
  }
  const log = openLogFile(logFolder, "postgres");
  const server = await step("Starting PostgreSQL", () => keepEmbeddedServer(embeddedFolder(env), log, say));
  const { application, ingest } = await ensureLoginRoles(server.url, rolesFile(env));
  return {
    url: application,
    ingestUrl: ingest,
    migrateUrl: server.url,
    place: env.MUSTER_DATA,
    isEmbedded: true,
    stop: server.stop,
  };
}

/** Throws away what the embedded server holds, and starts a new one. */
export async function startAnew(
  old: RunningDatabase,
  env: Env,
  logFolder: string,
  say: (line: string) => void,
): Promise<RunningDatabase> {
  await old.stop(10_000);
  deleteEmbeddedData(embeddedFolder(env));
  return startDatabase(env, logFolder, say);
}

const migrationsFolder = join(import.meta.dirname, "../../db/migrations");

/** Brings the schema up to date. Throws a Problem where it cannot, or where a later version of Muster was here. */
export async function migrate(database: RunningDatabase): Promise<void> {
  const sql = connectSql(database.migrateUrl, { max: 1, name: "muster-check" });
  try {
    const known = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
    const latest = await latestMigration(sql);
    if (latest > known) {
      throw new Problem(
        `${database.place} was used by a later version of Muster: start that version, or set MUSTER_DATA or DATABASE_URL to another place.`,
      );
    }
    const { url: application, ingestUrl: ingest, migrateUrl } = database;
    await migrateDatabase(migrateUrl, new Date(), rolesOfUrls({ migrate: migrateUrl, application, ingest }));
  } catch (error) {
    if (error instanceof Problem) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(`The tables in ${database.place} could not be brought up to date: ${reason}`, { cause: error });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** When the migration that was applied last was made, in milliseconds; 0 on a new database. */
async function latestMigration(sql: Sql): Promise<number> {
  const [table] = await sql<{ present: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (!table?.present) return 0;
  const [row] = await sql<
    { latest: string | null }[]
  >`select max(created_at) as latest from drizzle.__drizzle_migrations`;
  return Number(row?.latest ?? 0);
}
