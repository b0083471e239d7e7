import { expect, test } from "vitest";
import { byteWords } from "./byte-words";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [12_400, "12.4 kB"],
  [1_000_000, "1.0 MB"],
  [209_715_200, "209.7 MB"],
])("%d is %s", (bytes, words) => {
  expect(byteWords(bytes)).toBe(words);
});
