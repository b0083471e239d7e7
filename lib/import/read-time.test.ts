import { expect, test } from "vitest";
import { readTime } from "./read-time";

const noon = Date.UTC(2026, 4, 10, 12, 0, 0);

test.each([
  ["2026-05-10T12:00:00Z", noon],
  ["2026-05-10T14:00:00+02:00", noon],
  ["2026-05-10 12:00:00", noon],
  ["2026-05-10 12:00", noon],
  [String(noon), noon],
  [String(noon / 1_000), noon],
  ["yesterday", null],
  ["2026-13-40T12:00:00Z", null],
  ["", null],
  ["10/05/2026", null],
])("%s", (text, expected) => expect(readTime(text)).toBe(expected));
