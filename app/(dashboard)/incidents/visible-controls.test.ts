import { expect, test } from "vitest";
import { visibleControls } from "./visible-controls";

test.each([
  ["invoice\u202etxt.exe", "invoice[U+202E]txt.exe"],
  ["\u2066a\u2069", "[U+2066]a[U+2069]"],
  ["שלום, Grüße, 你好", "שלום, Grüße, 你好"],
])("%j", (text, expected) => {
  expect(visibleControls(text)).toBe(expected);
});
