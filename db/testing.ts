import { randomBytes } from "node:crypto";
import { connectSql, type Database, type Sql, wrapSql } from "./client";

/** The template database that the test run's set-up migrated once. */
export const templateName = "muster_template";

export type TestDatabase = { url: string; sql: Sql; db: Database; drop(): Promise<void> };

/** A database of its own for a test file, cloned from the template on the server of the test run (MUSTER_TEST_SERVER). */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const server = process.env.MUSTER_TEST_SERVER;
  if (!server)
    throw new Error("MUSTER_TEST_SERVER is not set: run tests with `npm test`, or vitest with its own configuration.");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = connectSql(server, { max: 1, name: "muster-test-admin" });
  await admin.unsafe(`create database ${name} template ${templateName} strategy file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const sql = connectSql(url.href, { max: options.max ?? 6, name: "muster-test" });
  return {
    url: url.href,
    sql,
    db: wrapSql(sql),
    async drop() {
      await sql.end({ timeout: 5 });
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end({ timeout: 5 });
    },
  };
}
