import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { runningStack } from "./support/stack";
import { test } from "./support/test";

const run = promisify(execFile);

/** The indented commands of one section of the README, as one script. */
function commandsOf(heading: string): string {
  const section = readFileSync("README.md", "utf8").split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("    ") && !line.startsWith("    {"));
  return lines.map((line) => line.slice(4)).join("\n");
}

test("the README's commands connect a fleet", async ({ gatewayUrl, webUrl }) => {
  const script = commandsOf("Connect a fleet")
    .replaceAll("http://localhost:4000", gatewayUrl)
    .replaceAll("http://localhost:3000", webUrl)
    .replaceAll("curl -s ", "curl -sS -w '\\n%{http_code}\\n' ");
  const env = { ...process.env, DATABASE_URL: runningStack().databaseUrl };
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { env });
  const answers = stdout.trim().split(/\n200\n?/);
  const [enrolment, one, lines, compact, verification, summary, devices, presence, ...more] = answers;
  expect(JSON.parse(enrolment ?? "")).toMatchObject({ accepted: 1, rejected: [] });
  expect(JSON.parse(one ?? "")).toEqual({ accepted: 1, turned_away: [], rejected: [] });
  const unknown = { index: 1, device: "rack1-b", reason: "unknown_device" };
  expect(JSON.parse(lines ?? "")).toEqual({ accepted: 1, turned_away: [], rejected: [unknown] });
  expect(JSON.parse(compact ?? "")).toEqual({ accepted: 1, turned_away: [], rejected: [unknown] });
  expect(JSON.parse(verification ?? "")).toEqual({ accepted: 1, turned_away: [], rejected: [] });
  expect(JSON.parse(summary ?? "")).toHaveProperty("devices.enrolled");
  expect(JSON.parse(devices ?? "")).toHaveProperty("items");
  expect(JSON.parse(presence ?? "")).toMatchObject({ device: "rack1-a" });
  expect(more).toEqual([""]);
});
