import { rmSync } from "node:fs";
import { join } from "node:path";
import { connectSql } from "./client";
import { startEmbeddedPostgres } from "./embedded";
import { findOwner } from "./embedded/owner";
import { makeTemporaryFolder } from "./embedded/reachable";
import { migrateDatabase } from "./migrate";
import { ensureLoginRoles } from "./roles/login-roles";
import { defaultRoles } from "./roles/role-names";
import { templateName } from "./testing";

/** Vitest's global set-up: one embedded server in a temporary folder, with a migrated template. Returns the tear-down. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env.MUSTER_TEST_SERVER) return async () => {};
  const folder = makeTemporaryFolder(findOwner(""));
  // Throw-away data: only here durability is off, and tests of durability start servers of their own.
  const server = await startEmbeddedPostgres(join(folder, "postgres"), {
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "256MB" },
  });
  const admin = connectSql(server.url, { max: 1 });
  await admin.unsafe(`create database ${templateName}`);
  const template = new URL(server.url);
  template.pathname = `/${templateName}`;
  const urls = await ensureLoginRoles(server.url, join(folder, "roles"));
  await migrateDatabase(template.href, new Date(), defaultRoles);
  await admin.end();
  process.env.MUSTER_TEST_SERVER = server.url;
  process.env.MUSTER_TEST_APPLICATION = urls.application;
  process.env.MUSTER_TEST_INGEST = urls.ingest;
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
