import { execFile } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { fileAnchor } from "@/lib/audit/anchor/file-anchor";
import { recordAudit } from "@/lib/audit/record-audit";
import { startWorker } from "@/lib/jobs/worker";
import { createLogger } from "@/lib/log";

const folder = mkdtempSync(join(tmpdir(), "muster-audit-"));
const file = join(folder, "audit-anchor.jsonl");
let database: TestDatabase;

/** Three rows, linked and anchored by a worker. */
beforeAll(async () => {
  database = await createTestDatabase();
  const actor = { kind: "system", id: "test", name: "Test" } as const;
  for (const id of ["one", "two", "three"]) {
    await database.db.transaction((db) =>
      recordAudit({ db, actor, now: new Date() }, { action: "a.b", target: { kind: "t", id } }),
    );
  }
  const worker = startWorker({
    databaseUrl: database.url,
    log: createLogger("worker", "silent"),
    anchor: fileAnchor(file),
  });
  const patience = { timeout: 30_000, interval: 50 };
  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, "utf8")).toMatch(/"position":3/), patience);
  await worker.stop();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const run = (words: string[] = [], variables: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: database.url, MUSTER_DATA: folder, ...variables };
    execFile(process.execPath, ["--import", "tsx", "lib/cli/audit.ts", ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test("0: rows, head, anchor and tail, in words and as JSON", async () => {
  const { code, stdout, stderr } = await run();
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^3 rows verified in /);
  expect(stdout).toMatch(/^Head: 3, linked at \S+, [0-9a-f]{64}$/m);
  expect(stdout).toMatch(/^Anchor: 1 compared from \S+, the last of \S+ at 3\.$/m);
  expect(stdout).toMatch(/^Not linked yet: none\.\nThe trail is unbroken\.$/m);
  const json = await run(["--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ isSound: true, verified: 3, anchors: { read: 1 } });
});

test("1: the first broken row by name", async () => {
  appendFileSync(file, `${JSON.stringify({ time: "2026-11-21T08:00:00Z", position: 9, hash: "0".repeat(64) })}\n`);
  const truncated = await run();
  expect(truncated.code).toBe(1);
  expect(truncated.stdout).toMatch(
    /^ {2}truncated: The chain ends at position 3; the anchor of \S+ saw position 9\.$/m,
  );
  const anchored = await run(["--anchor", `3:${"0".repeat(64)}`]);
  expect([anchored.code, /^ {2}rewritten: /m.test(anchored.stdout)]).toEqual([1, true]);
});

test.each([
  ["a wrong option", ["--frob"], {}],
  ["an anchor that is not there", ["--anchor", "/nowhere/at-all"], {}],
  ["half a hash", ["--anchor", "3:abc"], {}],
  ["no server", [], { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" }],
  ["a database without Muster", [], "postgres"],
] as const)("2: %s", async (_, words, variables) => {
  const other = new URL(database.url);
  other.pathname = "/postgres";
  const env = typeof variables === "string" ? { DATABASE_URL: other.href } : variables;
  const { code, stdout, stderr } = await run([...words], env);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trimEnd()).toMatch(/^[^\n]+$/);
});
