import { expect, test } from "vitest";
import { lastTelling } from "./log-file";

const record = (level: number, msg: string, message?: string) =>
  JSON.stringify({ level, time: 1, process: "gateway", err: message ? { message } : undefined, msg });

test.each([
  [
    "a plain line of a main",
    "ready\nPort 4000 is in use: set GATEWAY_PORT.\n",
    "Port 4000 is in use: set GATEWAY_PORT.",
  ],
  [
    "an error record",
    `${record(30, "listens")}\n${record(50, "merge failed", "disk full")}\n`,
    "merge failed: disk full",
  ],
  [
    "the first line of a stack",
    "node:internal/modules:1\n  throw error;\n  ^\n\nError: Cannot find module 'x'\n    at load (a.js:1)\n  code: 'E'\n}\n\nNode.js v20.20.2\n",
    "Error: Cannot find module 'x'",
  ],
  ["nothing", "", ""],
])("%s", (_name, text, expected) => expect(lastTelling(text)).toBe(expected));
