import { expect, test } from "vitest";
import { plainFileName } from "./plain-file-name";

test.each([
  ["report.pdf", "report.pdf"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\me\\Bericht ü.pdf", "Bericht ü.pdf"],
  ['a"b\r\nc: d.pdf', "abc d.pdf"],
  ["exe\u202efdp.pdf", "exefdp.pdf"],
  ["...", "report"],
  ["", "report"],
  ["x".repeat(300), "x".repeat(150)],
])("%j is kept as %j", (name, kept) => {
  expect(plainFileName(name, "report")).toBe(kept);
});
