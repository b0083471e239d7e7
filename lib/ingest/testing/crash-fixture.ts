import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connectSql, type Sql } from "@/db/client";
import { type EmbeddedPostgres, freePort, startEmbeddedPostgres } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { addDevices, addProvider, addToken } from "./fleet-fixture";

const root = new URL("../../../", import.meta.url).pathname;

/** A durable server of its own behind a port that stays the same, with a fleet, and gateways as processes: all may be killed. */
export class CrashFixture {
  readonly folder = mkdtempSync(join(tmpdir(), "muster-crash-"));
  readonly gateways: GatewayChild[] = [];
  token = "";
  ordinals: number[] = [];
  #server: EmbeddedPostgres | null = null;
  #proxy: Server | null = null;
  #url = "";

  static async start(devices: number): Promise<CrashFixture> {
    const fixture = new CrashFixture();
    chmodSync(fixture.folder, 0o755);
    await fixture.startPostgres();
    await fixture.#startProxy();
    await migrateDatabase(fixture.#url, new Date());
    await fixture.withSql(async (sql) => {
      const provider = await addProvider(sql, "acme");
      fixture.ordinals = await addDevices(sql, provider, "gpu", devices);
      fixture.token = (await addToken(sql, "provider", { providerId: provider })).text;
    });
    return fixture;
  }

  async startPostgres(): Promise<void> {
    this.#server = await startEmbeddedPostgres(join(this.folder, "postgres"), {
      settings: { shared_buffers: "128MB" },
    });
  }

  /** kill -9 of the server and of every one of its processes. */
  async killPostgres(): Promise<void> {
    const postmaster = this.#server?.process;
    if (!postmaster?.pid) throw new Error("no server runs");
    const ended = once(postmaster, "exit");
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(postmaster.pid)], { encoding: "utf8" });
    postmaster.kill("SIGKILL");
    for (const pid of children.split("\n").map(Number).filter(Boolean)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It noticed the death of its parent first.
      }
    }
    await ended;
  }

  async startGateway(): Promise<GatewayChild> {
    const gateway = await GatewayChild.start(this.#url);
    this.gateways.push(gateway);
    return gateway;
  }

  async withSql<T>(use: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = connectSql(this.#url, { max: 1, name: "muster-test" });
    try {
      return await use(sql);
    } finally {
      await sql.end({ timeout: 2 });
    }
  }

  async stop(): Promise<void> {
    for (const gateway of this.gateways) await gateway.kill();
    this.#proxy?.close();
    await this.#server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A restarted server has another port; those who connect must not care. */
  async #startProxy(): Promise<void> {
    this.#proxy = createServer((client) => {
      const server = connect(Number(new URL(this.#server?.url ?? "").port), "127.0.0.1");
      client.pipe(server).pipe(client);
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        one.on("error", () => other.destroy());
        one.on("close", () => other.destroy());
      }
    });
    const port = await freePort();
    this.#proxy.listen(port, "127.0.0.1");
    await once(this.#proxy, "listening");
    const url = new URL(this.#server?.url ?? "");
    url.port = String(port);
    this.#url = url.href;
  }
}

export class GatewayChild {
  /** What it last said on stderr. */
  lastWords = "";
  wasKilled = false;

  private constructor(
    readonly port: number,
    readonly child: ChildProcess,
  ) {
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-4_000);
    });
  }

  static async start(databaseUrl: string): Promise<GatewayChild> {
    const port = await freePort();
    const child = spawn(process.execPath, ["--import", "tsx", "lib/ingest/gateway-main.ts"], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: databaseUrl, GATEWAY_PORT: String(port), LOG_LEVEL: "silent" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const gateway = new GatewayChild(port, child);
    while (!(await gateway.isReady())) {
      if (child.exitCode !== null) throw new Error(`the gateway ended: ${gateway.lastWords}`);
      await delay(50);
    }
    return gateway;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  isReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
  }

  async kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    if (!this.isRunning) return;
    this.wasKilled = true;
    const ended = once(this.child, "exit");
    this.child.kill(signal);
    await ended;
  }
}
