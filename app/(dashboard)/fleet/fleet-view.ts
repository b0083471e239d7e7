import { parseFleetFilter, type SearchParams } from "@/lib/fleet/filter";
import { minuteOf } from "@/lib/fleet/minute";
import type { CountUnit, FleetFilter } from "@/lib/fleet/types";
import { type BreakdownBy, breakdownsBy, ranges } from "./fleet-ranges";

/** All that the address of the fleet page says, so that a view can be sent to a colleague. */
export type FleetView = {
  unit: CountUnit;
  by: BreakdownBy;
  /** "" when the viewer zoomed to a time of their own. */
  range: string;
  fromMinute: number;
  toMinute: number;
  /** The minute that was travelled to; null: now. */
  atMinute: number | null;
  filter: FleetFilter;
};

const longestMinutes = 400 * 1_440;

/** What does not parse falls back to the usual view; a filter that is wrong throws AppError bad_filter. */
export function parseFleetView(params: SearchParams, latestMinute: number): FleetView {
  const text = (name: string) => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return typeof value === "string" ? value : "";
  };
  const minute = (name: string) => {
    const ms = Date.parse(text(name));
    return Number.isNaN(ms) ? null : minuteOf(ms);
  };
  const at = minute("at");
  const atMinute = at === null ? null : Math.max(0, Math.min(at, latestMinute));
  const range = ranges.find(({ value }) => value === text("range")) ?? ranges[1];
  return {
    unit: text("unit") === "gpus" ? "gpus" : "devices",
    by: breakdownsBy.find(({ value }) => value === text("by"))?.value ?? "region",
    ...spanOf(range, { from: minute("from"), to: minute("to") }, atMinute, latestMinute),
    atMinute,
    filter: parseFleetFilter(params),
  };
}

type Span = Pick<FleetView, "range" | "fromMinute" | "toMinute">;

function spanOf(
  range: { value: string; minutes: number },
  zoom: { from: number | null; to: number | null },
  atMinute: number | null,
  latestMinute: number,
): Span {
  if (zoom.from !== null && zoom.to !== null && zoom.to > zoom.from && zoom.to - zoom.from <= longestMinutes) {
    return { range: "", fromMinute: Math.max(0, zoom.from), toMinute: zoom.to };
  }
  // A minute that the range up to now does not hold is shown with what came after it, too.
  const toMinute =
    atMinute === null || atMinute > latestMinute - range.minutes
      ? latestMinute
      : Math.min(latestMinute, atMinute + Math.floor(range.minutes / 3));
  return { range: range.value, fromMinute: toMinute - range.minutes, toMinute };
}
