import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { parseTokenText } from "@/lib/access/token-format";
import { tokenRequest, UsageError } from "./token-request";

const now = new Date("2026-11-21T08:00:00Z");
const ask = (line: string) => tokenRequest(line.split(" "), now);

test("each kind of the fixed interface is understood", () => {
  expect(ask("--kind provider --provider acme")).toMatchObject({
    kind: "provider",
    provider: "acme",
    name: "provider acme",
  });
  expect(ask("--kind operator")).toMatchObject({ kind: "operator", name: "operator" });
  expect(ask("--kind legacy")).toMatchObject({ kind: "legacy" });
  expect(ask("--kind api --role responder")).toMatchObject({ kind: "api", role: "responder", isReadOnly: true });
  expect(ask("--kind api --role admin --write")).toMatchObject({ isReadOnly: false });
  expect(ask("--kind cluster --cluster c1")).toMatchObject({ kind: "cluster", cluster: "c1" });
  expect(ask("--kind alert --name pager")).toMatchObject({ kind: "alert", name: "pager" });
});

test.each([
  ["90d", "2027-02-19T08:00:00.000Z"],
  ["12h", "2026-11-21T20:00:00.000Z"],
  ["2w", "2026-12-05T08:00:00.000Z"],
  ["2027-01-31", "2027-01-31T00:00:00.000Z"],
])("--expires %s", (text, at) => {
  expect(ask(`--kind operator --expires ${text}`)).toMatchObject({ expiresAt: new Date(at) });
});

test.each([
  "",
  "--kind root",
  "--kind api --role owner",
  "--kind operator --expires soon",
  "--kind operator --expires 1e9d",
  "--kind operator --interval half",
  "--kind operator --force",
  "--kind operator extra",
  "--kind operator --overlap 7d",
  "--rotate muster_operator_abc --overlap 2y",
  "--rotate muster_operator_abc --kind operator",
  "--rotate %",
])("refused in one line: %s", (line) => {
  expect(() => ask(line)).toThrow(UsageError);
  expect(() => ask(line)).toThrow(/^[^\n]+$/);
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const run = (words: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: database.url };
    execFile(process.execPath, ["--import", "tsx", "lib/cli/token.ts", ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test("the command prints the token alone, and makes an unknown provider", async () => {
  const { code, stdout, stderr } = await run(["--kind", "provider", "--provider", "new-here", "--interval", "45"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(parseTokenText(stdout.trimEnd())?.kind).toBe("provider");
  const [row] = await database.sql`
    select p.slug, t.interval_seconds as seconds, t.created_by as maker
    from tokens t join providers p on p.id = t.provider_id`;
  expect(row).toEqual({ slug: "new-here", seconds: 45, maker: "token command" });
});

test("an error is one line on stderr, and the code is 2", async () => {
  for (const words of [
    ["--kind", "api"],
    ["--kind", "operator", "--expires", "2020-01-01"],
  ]) {
    const { code, stdout, stderr } = await run(words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trimEnd()).toMatch(/^--[^\n]+$/);
  }
});

test("--rotate prints the successor alone; a beginning of none or of several is refused", async () => {
  const [old] = [await run(["--kind", "alert"]), await run(["--kind", "alert"])];
  const rotated = await run(["--rotate", old.stdout.slice(0, "muster_alert_".length + 6), "--overlap", "1h"]);
  expect([rotated.code, rotated.stderr]).toEqual([0, ""]);
  expect(parseTokenText(rotated.stdout.trimEnd())?.kind).toBe("alert");
  expect(rotated.stdout).not.toBe(old.stdout);
  const again = await run(["--rotate", old.stdout.trimEnd()]);
  expect([again.code, again.stdout]).toEqual([2, ""]);
  expect(again.stderr).toMatch(/^muster_alert_\w{6}… has taken its place already\.\n$/);
  expect((await run(["--rotate", "muster_cluster_0"])).stderr).toBe("No token begins like that.\n");
  expect((await run(["--rotate", "muster_alert_"])).stderr).toMatch(/^--rotate must be/);
});
