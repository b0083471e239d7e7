import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { providerColumns } from "@/lib/import/import-providers";
import { importHelp, importRequest } from "./import-request";

const readme = readFileSync("README.md", "utf8");

test("every import that the README shows is understood", () => {
  const lines = readme.split("\n").filter((line) => line.startsWith("    npm run -s import -- "));
  const requests = lines.map((line) => importRequest(line.split(" -- ")[1]?.split(" ") ?? []));
  expect(requests.map(({ kind }) => kind)).toEqual(["providers", "inventory", "presence"]);
  expect(requests[2]?.map).toEqual({ device: "host", time: "checked_at", status: "result" });
});

test("the README and --help name every column", () => {
  const section = readme.split("## Import what you have")[1] ?? "";
  for (const column of providerColumns) expect(section).toContain(`\`${column}\``);
  expect(importHelp).toContain("Fields of presence: time, device, status, from, to.");
});

test.each([
  ["", /^Usage: /],
  ["nonsense file.csv", /^Usage: /],
  ["presence file.csv --map up=status", /there is no field up\. The fields are time, device, status, from, to\.$/],
  ["providers file.csv --delimiter ab", /^--delimiter must be one character/],
])("import %s is refused", (words, message) => {
  expect(() => importRequest(words.split(" ").filter(Boolean))).toThrow(message);
});
