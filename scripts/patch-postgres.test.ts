import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test.each(["src", "cjs/src"])("the installed postgres is the mended one: %s", (folder) => {
  const source = readFileSync(`node_modules/postgres/${folder}/connection.js`, "utf8");
  // A version that needs no mending says so here: then this file and scripts/patch-postgres.mjs go.
  expect(source).toContain("if (!socket) {\n      nextWriteTimer");
  expect(source.match(/chunk = nextWriteTimer = null/g)).toHaveLength(4);
});
