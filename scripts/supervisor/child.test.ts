import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Child, type ChildSpec } from "./child";
import { openLogFile } from "./log-file";

const folder = mkdtempSync(join(tmpdir(), "muster-child-"));
afterAll(() => rmSync(folder, { recursive: true }));

function specOf(name: string, script: string, said: string[] = []): ChildSpec {
  const log = openLogFile(folder, name);
  return {
    title: name,
    args: ["-e", script],
    cwd: folder,
    env: process.env,
    log,
    isReady: async (upMs) => upMs > 0 && existsSync(log.path) && readFileSync(log.path, "utf8").includes("ready"),
    readyWithinMs: 10_000,
    stopWithinMs: 300,
    say: (line) => said.push(line),
  };
}

const stays = 'console.log("ready"); setInterval(() => {}, 1000);';

test("one that cannot start is given up with its last words", async () => {
  const spec = specOf("broken", 'console.error("Port 1 is in use: choose another."); process.exit(1)');
  spec.isReady = async () => false;
  await expect(new Child("worker", spec).whenReady).rejects.toThrow(
    /^The broken does not start: Port 1 is in use: choose another\. \(log: .*broken\.log\)$/,
  );
});

test("one that dies starts again, and says so", async () => {
  const said: string[] = [];
  const child = new Child("worker", specOf("mortal", stays, said));
  await child.whenReady;
  const first = child.pid;
  process.kill(Number(first), "SIGKILL");
  await expect.poll(() => child.pid, { timeout: 10_000 }).not.toBe(first);
  await expect.poll(() => child.pid, { timeout: 10_000 }).toBeDefined();
  expect(said).toEqual([expect.stringMatching(/^The mortal ended \(SIGKILL\); it starts again in 1 s\. Log: /)]);
  await child.stop();
  expect(child.pid).toBeUndefined();
});

test("one that does not end in its time is killed", async () => {
  const child = new Child("worker", specOf("deaf", `process.on("SIGTERM", () => {}); ${stays}`));
  await child.whenReady;
  const since = Date.now();
  await child.stop();
  expect(Date.now() - since).toBeLessThan(3_000);
});
