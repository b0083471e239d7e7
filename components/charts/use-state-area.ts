"use client";
import { useCallback, useMemo } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatCompact, formatCount } from "@/components/ui/format-count";
import { formatClock, formatDay, formatMoment } from "@/components/ui/format-time";
import { stateLooks } from "@/components/ui/state-look";
import type { FleetTimeline } from "@/lib/fleet/types";
import { describeStateArea } from "./describe-state-area";
import { plotGeometry, plotScales } from "./plot-geometry";
import { prepareCountTicks } from "./prepare-count-ticks";
import { nearestRow, prepareStateArea } from "./prepare-state-area";
import { prepareTimeTicks, type TimeTick } from "./prepare-time-ticks";
import { timelineUntil } from "./timeline-until";

const timeTickPx = 84;

/** All that a chart of this width decides, remembered until the timeline or the width is another. */
export function useStateArea(timeline: FleetTimeline, width: number, heightPx: number, atMinute: number | null) {
  const { locale, zone } = usePreferences();
  const now = Math.floor(useNow() / 60_000) * 60_000;
  const geometry = useMemo(() => plotGeometry(width, heightPx), [width, heightPx]);
  const { plotWidth } = geometry;
  const area = useMemo(() => prepareStateArea(timeline, plotWidth), [timeline, plotWidth]);
  const scales = useMemo(() => plotScales(geometry, area), [geometry, area]);
  const timeTicks = useMemo(
    () => prepareTimeTicks(area.fromMinute, area.toMinute, zone, Math.max(2, Math.floor(plotWidth / timeTickPx))),
    [area.fromMinute, area.toMinute, zone, plotWidth],
  );
  const countTicks = useMemo(() => prepareCountTicks(area.highest), [area.highest]);
  const formatTime = useCallback(
    (tick: TimeTick) => (tick.form === "day" ? formatDay : formatClock)(tick.minute * 60_000, locale, zone),
    [locale, zone],
  );
  const formatValue = useCallback((value: number) => formatCompact(value, locale), [locale]);
  const minutes = useMemo(() => area.rows.filter((row) => row.values).map((row) => row.minute), [area]);
  /** A minute as it is read out. */
  const textOf = (minute: number) => {
    const values = nearestRow(area.rows, minute)?.values;
    const time = formatMoment(minute * 60_000, now, locale, zone);
    if (!values) return `${time}: nothing is recorded`;
    const parts = area.series.map((state) => `${stateLooks[state].label} ${formatCount(values[state], locale)}`);
    return `${time}: ${parts.join(", ")}`;
  };
  // While the page stands in the past, the chart draws what came after it, and the sentence must not.
  const then = useMemo(() => timelineUntil(timeline, atMinute), [timeline, atMinute]);
  const told = useMemo(
    () => (then === timeline ? area : prepareStateArea(then, plotWidth)),
    [then, timeline, area, plotWidth],
  );
  const sentence = describeStateArea(told, timeline.unit, { locale, zone, now }, told !== area);
  return {
    geometry,
    area,
    scales,
    minutes,
    textOf,
    sentence,
    axes: { timeTicks, countTicks, formatTime, formatValue },
  };
}
