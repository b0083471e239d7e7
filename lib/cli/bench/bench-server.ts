import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectSql, type Sql } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";

export type BenchServer = {
  /** Settings that decide what a commit is worth, as the server says them. */
  settings: Record<string, string>;
  openDatabase(name: string): Promise<{ url: string; sql: Sql }>;
  stop(): Promise<void>;
};

const shown = [
  "server_version",
  "fsync",
  "synchronous_commit",
  "full_page_writes",
  "wal_compression",
  "shared_buffers",
];

/** An embedded server of its own for a run, as `npm start` brings it: everything durable. */
export async function startBenchServer(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), "muster-bench-"));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(join(folder, "postgres"));
  const admin = connectSql(server.url, { max: 1, name: "muster-bench" });
  const rows = await admin<{ name: string; setting: string }[]>`
    select name, current_setting(name) as setting from pg_settings where name = any(${shown}) order by name`;
  const pools: Sql[] = [admin];
  return {
    settings: Object.fromEntries(rows.map((row) => [row.name, row.setting])),
    async openDatabase(name) {
      await admin.unsafe(`create database ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      await migrateDatabase(url.href, new Date());
      const sql = connectSql(url.href, { max: 4, name: "muster-bench" });
      pools.push(sql);
      return { url: url.href, sql };
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.end({ timeout: 2 })));
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
