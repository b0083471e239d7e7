import { randomBytes } from "node:crypto";
import { connectSql, type Database, type Sql, wrapSql } from "./client";

/** The template database that the test run's set-up migrated once. */
export const templateName = "muster_template";

/**
 * `url`, `sql` and `db` connect as the application's role, so that a grant that is missing fails the tests; `ingestUrl` as the
 * gateway's; `owner` may do everything, for what a test arranges (emptying tables, moving time) and for tampering.
 */
export type TestDatabase = {
  url: string;
  sql: Sql;
  db: Database;
  ingestUrl: string;
  ownerUrl: string;
  owner: Sql;
  drop(): Promise<void>;
};

/** A database of its own for a test file, cloned from the template on the server of the test run (MUSTER_TEST_SERVER). */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = connectSql(serverUrl("MUSTER_TEST_SERVER"), { max: 1, name: "muster-test-admin" });
  await admin.unsafe(`create database ${name} template ${templateName} strategy file_copy`);
  const url = serverUrl("MUSTER_TEST_APPLICATION", name);
  const ownerUrl = serverUrl("MUSTER_TEST_SERVER", name);
  const sql = connectSql(url, { max: options.max ?? 6, name: "muster-test" });
  const owner = connectSql(ownerUrl, { max: options.max ?? 6, name: "muster-test-owner" });
  return {
    url,
    sql,
    db: wrapSql(sql),
    ingestUrl: serverUrl("MUSTER_TEST_INGEST", name),
    ownerUrl,
    owner,
    async drop() {
      await Promise.all([sql.end({ timeout: 5 }), owner.end({ timeout: 5 })]);
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end({ timeout: 5 });
    },
  };
}

function serverUrl(variable: string, database?: string): string {
  const server = process.env[variable];
  if (!server)
    throw new Error(`${variable} is not set: run tests with \`npm test\`, or vitest with its own configuration.`);
  const url = new URL(server);
  if (database !== undefined) url.pathname = `/${database}`;
  return url.href;
}
