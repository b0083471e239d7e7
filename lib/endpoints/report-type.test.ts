import { expect, test } from "vitest";
import { reportType } from "./report-type";

test.each([
  ["%PDF-1.7\n\u00ff", "application/pdf"],
  ["\n %PDF-2.0", "application/pdf"],
  ["# Report\r\n\tNothing found. ü", "text/plain; charset=utf-8"],
  // Text, and served as text: nothing runs in it.
  ["<script>alert(1)</script>", "text/plain; charset=utf-8"],
])("%j is %s", (text, type) => {
  expect(reportType(Buffer.from(text))).toBe(type);
});

test.each([
  ["", "nothing"],
  ["504b0304140000", "an archive, or a document of an office program"],
  ["89504e470d0a1a0a", "a picture"],
  ["7f454c46020101", "a program"],
  ["4d5a9000", "another program"],
  ["68656c6c6f00", "text with a zero byte"],
  ["c328", "what is not UTF-8"],
])("refused: %s (%s)", (hex) => {
  expect(() => reportType(Buffer.from(hex, "hex"))).toThrow(expect.objectContaining({ code: "report_type" }));
});
