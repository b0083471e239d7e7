import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { takeLock } from "./lock-file.mjs";

const folder = mkdtempSync(join(tmpdir(), "muster-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("one process has it, and gives it back", () => {
  const file = join(folder, "one");
  const first = takeLock(file);
  expect(first).toMatchObject({ holder: undefined, wasLeft: false });
  expect(takeLock(file)).toEqual({ holder: process.pid });
  if (first.holder === undefined) first.release();
  expect(takeLock(file)).toMatchObject({ holder: undefined, wasLeft: false });
});

test("a holder that was killed, or whose number another program has now, does not keep it", async () => {
  const file = join(folder, "left");
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  writeFileSync(file, `${child.pid} 12345\n`);
  expect(takeLock(file)).toMatchObject({ wasLeft: true });
  writeFileSync(file, `${process.pid} 1\n`);
  expect(takeLock(file)).toMatchObject({ wasLeft: true });
  writeFileSync(file, "");
  expect(takeLock(file)).toMatchObject({ wasLeft: true });
});

test("of many that want a lock that was left, one gets it", async () => {
  const file = join(folder, "many");
  writeFileSync(file, "999999999 1\n");
  const script = `import { takeLock } from ${JSON.stringify(join(import.meta.dirname, "lock-file.mjs"))};
    process.stdout.write(takeLock(${JSON.stringify(file)}).holder === undefined ? "1" : "0");
    process.stdin.resume();`;
  const children = Array.from({ length: 6 }, () => spawn(process.execPath, ["--input-type=module", "-e", script]));
  const answers = await Promise.all(
    children.map(
      (child) => new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data)))),
    ),
  );
  for (const child of children) child.kill();
  expect(answers.filter((answer) => answer === "1")).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => name.startsWith("many."))).toEqual([]);
});
