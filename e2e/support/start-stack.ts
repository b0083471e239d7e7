import { rmSync } from "node:fs";
import { join } from "node:path";
import { connectSql } from "@/db/client";
import { freePort, startEmbeddedPostgres } from "@/db/embedded";
import { findOwner } from "@/db/embedded/owner";
import { makeTemporaryFolder } from "@/db/embedded/reachable";
import { migrateDatabase } from "@/db/migrate";
import { ensureLoginRoles } from "@/db/roles/login-roles";
import { defaultRoles } from "@/db/roles/role-names";
import { parseEnv } from "@/lib/env";
import { Child } from "@/scripts/supervisor/child";
import { type PartName, partSpec } from "@/scripts/supervisor/parts";
import { markReal } from "@/scripts/supervisor/records";
import { publishStack } from "./stack";

const partNames: PartName[] = ["sso", "worker", "gateway", "web"];
const notDurable = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "256MB" };

/** Playwright's global set-up: one Muster without records, as `npm start -- --empty` makes it, for all specs. Returns the tear-down. */
export default async function startStack(): Promise<() => Promise<void>> {
  const folder = makeTemporaryFolder(findOwner(""));
  const server = await startEmbeddedPostgres(join(folder, "postgres"), { settings: notDurable });
  const urls = await ensureLoginRoles(server.url, join(folder, "roles"));
  await prepare(server.url);
  const webPort = await freePort();
  const gatewayPort = await freePort();
  const variables = {
    ...process.env,
    DATABASE_URL: urls.application,
    DATABASE_URL_INGEST: urls.ingest,
    MUSTER_DATA: folder,
    PORT: String(webPort),
    GATEWAY_PORT: String(gatewayPort),
    WEBHOOK_HOSTS: "127.0.0.1",
    LOCAL_SSO_PORT: String(await freePort()),
    PUBLIC_URL: `http://localhost:${webPort}`,
  };
  const env = parseEnv(variables);
  // The folder of the report stays when the tests have ended.
  const logFolder = join(process.cwd(), "test-results", "logs");
  const at = { root: process.cwd(), env, variables, logFolder, isDev: false, say: () => {} };
  const children = partNames.map((name) => new Child(name, partSpec(name, at)));
  const tearDown = async () => {
    await stopParts(children);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(children.map((child) => child.whenReady));
  } catch (error) {
    await tearDown();
    throw error;
  }
  publishStack({ databaseUrl: server.url, webUrl: env.PUBLIC_URL, gatewayUrl: `http://localhost:${gatewayPort}` });
  return tearDown;
}

async function prepare(url: string): Promise<void> {
  await migrateDatabase(url, new Date(), defaultRoles);
  const sql = connectSql(url, { max: 1 });
  await markReal(sql);
  await sql.end();
}

async function stopParts(children: Child[]): Promise<void> {
  await Promise.all(children.map((child) => child.stop()));
}
