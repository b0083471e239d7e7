import type { ChartMark } from "./chart-mark";

export type MarkRule = { x: number; isFinding: boolean };

export type MarkFlag = {
  /** Where the flag hangs, in pixels from the left of the plot. */
  x: number;
  /** Where its rules stand; none for a span that began before the plot does. */
  rules: MarkRule[];
  marks: ChartMark[];
  /** The text of the flag; null where there is no room, and hovering tells. */
  text: string | null;
  /** On which side of its rule the flag hangs. */
  side: "right" | "left";
  hasFinding: boolean;
};

/** Two flags without text are this wide together. */
const togetherPx = 20;
const characterPx = 6.1;
const flagPaddingPx = 24;
/** How far a flag reaches over its rule, on the side where it does not hang. */
const flagInsetPx = 8;

/** Rules with their flags, left to right: marks whose flags would overlap share one, texts that would overlap are left out. */
export function prepareMarkFlags(
  marks: readonly ChartMark[],
  xOf: (minute: number) => number,
  widthPx: number,
): MarkFlag[] {
  const inside = marks
    .map((mark) => ({ mark, at: xOf(mark.fromMinute), x: Math.max(0, xOf(mark.fromMinute)) }))
    .filter(({ mark, at, x }) => x <= widthPx && (at >= 0 || isSpanInto(mark, xOf)))
    .sort((a, b) => a.x - b.x);
  const flags: MarkFlag[] = [];
  for (const { mark, at, x } of inside) {
    const rules = at < 0 ? [] : [{ x, isFinding: mark.kind === "finding" }];
    const last = flags.at(-1);
    if (last && x - last.x < togetherPx) {
      last.marks.push(mark);
      last.rules.push(...rules);
    } else flags.push({ x, rules, marks: [mark], text: null, side: "right", hasFinding: false });
  }
  let taken = -flagInsetPx;
  flags.forEach((flag, index) => {
    flag.hasFinding = flag.marks.some((mark) => mark.kind === "finding");
    const text = flag.marks.length > 1 ? `${flag.marks.length} events` : (flag.marks[0]?.short ?? "");
    const needed = text.length * characterPx + flagPaddingPx;
    const next = flags[index + 1];
    const isRoomRight = flag.x + needed <= (next ? next.x - flagInsetPx : widthPx + flagInsetPx);
    const isRoomLeft = flag.x - needed >= taken;
    if (isRoomRight || isRoomLeft) flag.text = text;
    flag.side = isRoomRight || !isRoomLeft ? "right" : "left";
    taken = flag.x + (flag.side === "right" ? (flag.text ? needed : flagPaddingPx) : flagInsetPx);
  });
  return flags;
}

/** It began before the plot does and reaches into it: its bar is drawn, so it needs its name. */
function isSpanInto(mark: ChartMark, xOf: (minute: number) => number): boolean {
  if (mark.toMinute === undefined || mark.kind === "finding") return false;
  return mark.toMinute === null || xOf(mark.toMinute) > 0;
}

/** All that happened within `tolerance` minutes of a minute, and the spans that hold it. */
export function marksNear(marks: readonly ChartMark[], minute: number, tolerance: number): ChartMark[] {
  return marks.filter((mark) => {
    if (Math.abs(mark.fromMinute - minute) <= tolerance) return true;
    if (mark.toMinute === undefined || mark.kind === "finding") return false;
    return mark.fromMinute <= minute && minute <= (mark.toMinute ?? Number.POSITIVE_INFINITY);
  });
}
