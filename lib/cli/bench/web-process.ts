import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/db/embedded";
import { ensureBuilt } from "@/scripts/build.mjs";
import { spawnScript } from "./child";

export type WebProcess = { url: string; pid: number; stop(): Promise<void> };

const root = new URL("../../../", import.meta.url).pathname;
const distFolder = ".next";

/** `npm run web` as a process of its own, built if it is not; ready to take requests when this returns. */
export async function startWebProcess(databaseUrl: string): Promise<WebProcess> {
  await ensureBuilt(root, distFolder);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawnScript("scripts/run-web.ts", {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: url,
    MUSTER_DIST: distFolder,
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
  });
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null) throw new Error("the web server did not start");
    await delay(200);
  }
  return { url, pid: child.pid ?? 0, stop: () => stopChild(child) };
}

/** `npm run worker` as a process of its own. */
export function startWorkerProcess(databaseUrl: string): { pid: number; stop(): Promise<void> } {
  const child = spawnScript("lib/jobs/worker-main.ts", {
    DATABASE_URL: databaseUrl,
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
  });
  return { pid: child.pid ?? 0, stop: () => stopChild(child) };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
