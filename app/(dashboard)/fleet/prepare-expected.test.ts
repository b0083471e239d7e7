import { expect, test } from "vitest";
import type { Pulse } from "@/lib/fleet/pulse/pulse";
import { isPulseFalling, prepareExpected } from "./prepare-expected";

const pulsesOf = (admitted: readonly number[]): Pulse[] =>
  admitted.map((each, index) => ({ slot: 1_000 + index, admitted: each, turnedAway: Math.max(0, 1_000 - each) }));
const steady = Array.from({ length: 58 }, () => 1_000);

test.each([
  ["steady", [...steady, 1_000, 1_000], false],
  ["one thin slot", [...steady, 1_000, 100], false],
  ["two thin slots", [...steady, 100, 100], true],
  ["a tenth fewer", [...steady, 900, 900], false],
  ["too few to say", [20, 20, 0, 0], false],
  ["nothing to compare with", [1_000, 0, 0], false],
  ["no pulse", [], false],
])("%s", (_, admitted, isFalling) => {
  expect(isPulseFalling(pulsesOf(admitted))).toBe(isFalling);
});

test("sources that call once a minute are compared with their own seconds", () => {
  const phased = Array.from({ length: 60 }, (_, index) => (index % 12 < 6 ? 1_000 : 5));
  expect(isPulseFalling(pulsesOf(phased))).toBe(false);
});

const band = { low: 900, high: 1_100 };
test.each([
  ["within, and nothing is wrong", 1_000, null, false, { kind: "within" }],
  [
    "within, beside an open collapse",
    1_000,
    "a collapse goes on",
    false,
    { kind: "doubtful", why: "a collapse goes on" },
  ],
  ["within, while the pulse falls", 1_000, null, true, { kind: "doubtful", why: "fewer devices call now" }],
  ["below: the figure says it itself", 100, "a collapse goes on", true, { kind: "below" }],
  ["above", 1_200, null, false, { kind: "above" }],
])("%s", (_, connected, fall, isFalling, expected) => {
  expect(prepareExpected({ connected, unknown: 0 }, band, fall, isFalling)).toEqual(expected);
});

test("in the first minutes after a start, those that are unknown yet may be what is missing", () => {
  const of = (unknown: number) => prepareExpected({ connected: 500, unknown }, band, null, false);
  expect(of(450)).toEqual({ kind: "undecided" });
  expect(of(300)).toEqual({ kind: "below" });
});
