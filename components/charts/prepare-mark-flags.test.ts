import { expect, test } from "vitest";
import type { ChartMark } from "./chart-mark";
import { marksNear, prepareMarkFlags } from "./prepare-mark-flags";

const mark = (fromMinute: number, more: Partial<ChartMark> = {}): ChartMark => ({
  id: String(fromMinute),
  kind: "policy",
  short: "Policy",
  title: "Minimum agent 1.5.0",
  fromMinute,
  ...more,
});

test("marks at one place share a flag and keep their rules, and a finding among them is told", () => {
  const flags = prepareMarkFlags([mark(104, { kind: "finding" }), mark(100), mark(300)], (minute) => minute, 600);
  expect(flags.map((flag) => [flag.x, flag.text, flag.hasFinding])).toEqual([
    [100, "2 events", true],
    [300, "Policy", false],
  ]);
  expect(flags[0]?.rules).toEqual([
    { x: 100, isFinding: false },
    { x: 104, isFinding: true },
  ]);
});

test("a text hangs where there is room, to the left at the end; without room it is left out and the rule stays", () => {
  const flags = prepareMarkFlags([mark(20), mark(40), mark(60), mark(590)], (minute) => minute, 600);
  expect(flags.map((flag) => [flag.text, flag.side])).toEqual([
    [null, "right"],
    [null, "right"],
    ["Policy", "right"],
    ["Policy", "left"],
  ]);
});

test("what lies outside of the plot is not drawn", () => {
  expect(prepareMarkFlags([mark(-5), mark(700)], (minute) => minute, 600)).toEqual([]);
});

test("a span that reaches into the plot hangs its flag at the edge, without a rule", () => {
  const flags = prepareMarkFlags([mark(-50, { toMinute: 30 }), mark(-50, { toMinute: -1 })], (minute) => minute, 600);
  expect(flags.map((flag) => [flag.x, flag.text, flag.rules])).toEqual([[0, "Policy", []]]);
});

test("near a minute: moments within the tolerance and spans around it", () => {
  const freeze = mark(50, { id: "freeze", kind: "freeze", toMinute: 150 });
  const open = mark(60, { id: "season", kind: "season", toMinute: null });
  const near = (minute: number) => marksNear([mark(100), freeze, open], minute, 2).map((each) => each.id);
  expect(near(101)).toEqual(["100", "freeze", "season"]);
  expect(near(120)).toEqual(["freeze", "season"]);
  expect(near(40)).toEqual([]);
});
