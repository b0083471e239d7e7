import { type StateCode, stateCodes } from "../states";

/** A state that held in [from, to), in minutes since the epoch. */
export type StateRun = { code: StateCode; from: number; to: number };
export type MinuteSpan = { from: number; to: number };

export type StateRecords = {
  /** The state at the first minute of the range, as the transitions before it (or the first after it) tell. */
  initial: StateCode;
  /** Within the range, ascending. */
  transitions: readonly { minute: number; to: StateCode }[];
  /** First minute in which the device was enrolled. */
  enrolledMinute: number;
  /** Spans in which Muster did not listen, ascending. */
  uncovered: readonly MinuteSpan[];
  /** The last minute that roll call closed; later ones are unknown. */
  closedThrough: number;
};

/** What is known of a device's state in [from, to) as runs that tile it exactly, neighbours differing. */
export function stateRuns(range: MinuteSpan, records: StateRecords): StateRun[] {
  const marks: { minute: number; to: StateCode }[] = [{ minute: range.from, to: records.initial }];
  for (const { minute, to } of records.transitions) {
    if (minute > range.from && minute < range.to) marks.push({ minute, to });
  }
  const runs = marks.map((mark, index) => ({
    code: mark.to,
    from: mark.minute,
    to: marks[index + 1]?.minute ?? range.to,
  }));
  let result = runs;
  const notClosed = { from: records.closedThrough + 1, to: range.to };
  for (const span of [...records.uncovered, notClosed]) result = paint(result, span, stateCodes.unknown, isObserved);
  result = paint(result, { from: range.from, to: records.enrolledMinute }, stateCodes.none);
  return joinRuns(result);
}

/** A decision holds whether Muster listened or not. */
const isObserved = (code: StateCode) => code !== stateCodes.quarantined && code !== stateCodes.retired;

/** Runs with the code over the span, cut where it begins and ends; runs that `over` refuses stay. */
function paint(runs: StateRun[], span: MinuteSpan, code: StateCode, over: (code: StateCode) => boolean = () => true) {
  if (span.to <= span.from) return runs;
  return runs.flatMap((run) => {
    const from = Math.max(run.from, span.from);
    const to = Math.min(run.to, span.to);
    if (from >= to || !over(run.code)) return [run];
    return [
      { ...run, to: from },
      { code, from, to },
      { ...run, from: to },
    ].filter((part) => part.from < part.to);
  });
}

/** The same runs with those that touch and have one state as one. */
export function joinRuns(runs: StateRun[]): StateRun[] {
  const joined: StateRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.code === run.code) last.to = run.to;
    else joined.push({ ...run });
  }
  return joined;
}
