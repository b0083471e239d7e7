import type { ChartMark } from "./chart-mark";

export type MarkFlag = {
  /** Where the rule stands, in pixels from the left of the plot. */
  x: number;
  marks: ChartMark[];
  /** The text of the flag; null where there is no room, and hovering tells. */
  text: string | null;
  hasFinding: boolean;
};

const togetherPx = 10;
const characterPx = 6.1;
const flagPaddingPx = 20;

/** Rules with their flags, left to right: marks that would overlap share a rule, texts that would overlap are left out. */
export function prepareMarkFlags(
  marks: readonly ChartMark[],
  xOf: (minute: number) => number,
  widthPx: number,
): MarkFlag[] {
  const inside = marks
    .map((mark) => ({ mark, x: xOf(mark.fromMinute) }))
    .filter(({ x }) => x >= 0 && x <= widthPx)
    .sort((a, b) => a.x - b.x);
  const flags: MarkFlag[] = [];
  for (const { mark, x } of inside) {
    const last = flags.at(-1);
    if (last && x - last.x < togetherPx) last.marks.push(mark);
    else flags.push({ x, marks: [mark], text: null, hasFinding: false });
  }
  flags.forEach((flag, index) => {
    flag.hasFinding = flag.marks.some((mark) => mark.kind === "finding");
    const text = flag.marks.length > 1 ? `${flag.marks.length} events` : (flag.marks[0]?.short ?? "");
    const room = (flags[index + 1]?.x ?? widthPx + 8) - flag.x;
    flag.text = text.length * characterPx + flagPaddingPx <= room ? text : null;
  });
  return flags;
}

/** All that happened within `tolerance` minutes of a minute, and the spans that hold it. */
export function marksNear(marks: readonly ChartMark[], minute: number, tolerance: number): ChartMark[] {
  return marks.filter((mark) => {
    if (Math.abs(mark.fromMinute - minute) <= tolerance) return true;
    if (mark.toMinute === undefined || mark.kind === "finding") return false;
    return mark.fromMinute <= minute && minute <= (mark.toMinute ?? Number.POSITIVE_INFINITY);
  });
}
