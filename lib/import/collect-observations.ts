import { minuteOf } from "@/lib/fleet/minute";
import type { ColumnMap } from "./column-map";
import { locateColumns } from "./column-map";
import { ImportError } from "./import-error";
import type { ImportReport } from "./import-report";
import { type Check, type ObservedSpan, observeChecks, observeIntervals } from "./observe-checks";
import { readRows } from "./read-rows";
import { readTime } from "./read-time";

export const presenceFields = ["time", "device", "status", "from", "to"] as const;

const upWords = new Set([
  "up",
  "online",
  "ok",
  "success",
  "connected",
  "running",
  "healthy",
  "true",
  "1",
  "yes",
  "alive",
]);
const downWords = new Set([
  "down",
  "offline",
  "fail",
  "failed",
  "failure",
  "error",
  "disconnected",
  "stopped",
  "unhealthy",
  "false",
  "0",
  "no",
  "dead",
]);

/** Whether a word says up or down; null for neither (degraded, maintenance): nothing is guessed. */
export function readStatus(text: string, extraUp: ReadonlySet<string>): boolean | null {
  const word = text.toLowerCase();
  if (extraUp.has(word) || upWords.has(word)) return true;
  return downWords.has(word) ? false : null;
}

export type Observations = Map<string, ObservedSpan[]>;
/** With how many lines of the file each device has. */
export type Collected = { observations: Observations; linesOf: ReadonlyMap<string, number> };
export type PresenceOptions = { file: string; map: ColumnMap; delimiter?: string; upValues?: string[]; now: Date };

type Place = (field: string) => number;

/** Reads a file of checks (time, device, status) or of intervals (device, from, to, and status if not all are up). */
export async function collectObservations(
  options: PresenceOptions,
  report: ImportReport,
  onProgress: (lines: number) => void = () => {},
): Promise<Collected> {
  const extraUp = new Set((options.upValues ?? []).map((value) => value.toLowerCase()));
  const checks = new Map<string, Check[]>();
  const intervals = new Map<string, ObservedSpan[]>();
  let places = new Map<string, number>();
  let hasIntervals = false;
  const onHeader = (header: string[]) => {
    hasIntervals =
      options.map.from !== undefined ||
      (options.map.time === undefined && header.some((name) => /^from$/i.test(name.trim())));
    places = hasIntervals
      ? locateColumns(header, options.map, ["device", "from", "to"], ["status"])
      : locateColumns(header, options.map, ["time", "device", "status"], []);
  };
  const place: Place = (field) => places.get(field) ?? -1;
  let lines = 0;
  for await (const { line, cells } of readRows(options.file, {
    delimiter: options.delimiter,
    onHeader,
    refuse: report.refuse,
  })) {
    if (++lines % 10_000 === 0) onProgress(lines);
    const reason = hasIntervals
      ? addInterval(intervals, cells, place, extraUp, options.now)
      : addCheck(checks, cells, place, extraUp, options.now);
    if (reason) report.refuse({ line, reason });
    else report.taken++;
  }
  if (lines === 0 && report.refused === 0) throw new ImportError(`${options.file} has a header and no rows.`);
  const observations: Observations = new Map();
  const linesOf = new Map([...checks, ...intervals].map(([device, of]) => [device, of.length]));
  for (const [device, of] of checks) observations.set(device, observeChecks(of));
  for (const [device, of] of intervals) observations.set(device, observeIntervals(of));
  return { observations: capAt(observations, minuteOf(options.now)), linesOf };
}

function addCheck(
  checks: Map<string, Check[]>,
  cells: string[],
  place: Place,
  extraUp: Set<string>,
  now: Date,
): string | null {
  const at = readTime(cells[place("time")] ?? "");
  if (at === null) return `time: ${JSON.stringify(cells[place("time")])} is not a time like 2026-05-10T17:13:31Z`;
  if (at > now.getTime()) return "time in the future";
  const device = cells[place("device")] ?? "";
  if (!device) return "no device";
  const isUp = readStatus(cells[place("status")] ?? "", extraUp);
  if (isUp === null)
    return `status: ${JSON.stringify(cells[place("status")])} says neither up nor down (--up names further words)`;
  const of = checks.get(device);
  if (of) of.push({ at, isUp });
  else checks.set(device, [{ at, isUp }]);
  return null;
}

function addInterval(
  intervals: Map<string, ObservedSpan[]>,
  cells: string[],
  place: Place,
  extraUp: Set<string>,
  now: Date,
): string | null {
  const from = readTime(cells[place("from")] ?? "");
  const to = readTime(cells[place("to")] ?? "");
  if (from === null || to === null) return "from or to: not a time like 2026-05-10T17:13:31Z";
  if (to <= from) return "to is not after from";
  if (from > now.getTime()) return "time in the future";
  const device = cells[place("device")] ?? "";
  if (!device) return "no device";
  const isUp = place("status") < 0 ? true : readStatus(cells[place("status")] ?? "", extraUp);
  if (isUp === null)
    return `status: ${JSON.stringify(cells[place("status")])} says neither up nor down (--up names further words)`;
  const span = { from: minuteOf(from), to: Math.max(minuteOf(from) + 1, minuteOf(to)), isUp };
  const of = intervals.get(device);
  if (of) of.push(span);
  else intervals.set(device, [span]);
  return null;
}

/** The present minute is still being heard, and the future is unknown. */
function capAt(observations: Observations, minute: number): Observations {
  for (const [device, spans] of observations) {
    const past = spans.filter((span) => span.from < minute).map((span) => ({ ...span, to: Math.min(span.to, minute) }));
    if (past.length > 0) observations.set(device, past);
    else observations.delete(device);
  }
  return observations;
}
