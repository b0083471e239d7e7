"use client";
import { type KeyboardEvent, useCallback, useId, useMemo, useRef, useState } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatCompact, formatCount } from "@/components/ui/format-count";
import { formatClock, formatDay, formatMoment } from "@/components/ui/format-time";
import { stateLooks } from "@/components/ui/state-look";
import type { FleetTimeline } from "@/lib/fleet/types";
import type { ChartMark } from "./chart-mark";
import { ChartTable } from "./chart-table";
import { ChartTools } from "./chart-tools";
import { describeStateArea } from "./describe-state-area";
import { PlotCrosshair } from "./plot-crosshair";
import { PlotEndLabels } from "./plot-end-labels";
import { plotGeometry, plotScales } from "./plot-geometry";
import { PlotMarks } from "./plot-marks";
import { PlotSurface } from "./plot-surface";
import { prepareCountTicks } from "./prepare-count-ticks";
import { nearestRow, prepareStateArea } from "./prepare-state-area";
import { prepareTimeTicks, type TimeTick } from "./prepare-time-ticks";
import { StateAreaPlot } from "./state-area-plot";
import { timelineCsv } from "./timeline-csv";
import { useElementWidth } from "./use-element-width";

export type StateAreaChartProps = {
  /** What is counted, as the name of the chart: "Devices of the fleet by state". */
  label: string;
  timeline: FleetTimeline;
  marks: readonly ChartMark[];
  /** The minute that the page shows, when it is not now. */
  atMinute?: number | null;
  heightPx?: number;
  onZoom?: (fromMinute: number, toMinute: number) => void;
  onBack?: () => void;
  onPick?: (minute: number) => void;
};

const markTolerancePx = 6;

/** Devices or GPUs by state over time, stacked to the enrolled. */
export function StateAreaChart(props: StateAreaChartProps) {
  const { label, timeline, marks, atMinute = null, heightPx = 320, onZoom, onBack, onPick } = props;
  const { locale, zone } = usePreferences();
  const minuteNow = Math.floor(useNow() / 60_000) * 60_000;
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  const geometry = useMemo(() => plotGeometry(width, heightPx), [width, heightPx]);
  const area = useMemo(() => prepareStateArea(timeline, geometry.plotWidth), [timeline, geometry.plotWidth]);
  const scales = useMemo(() => plotScales(geometry, area), [geometry, area]);
  const timeTicks = useMemo(
    () => prepareTimeTicks(area.fromMinute, area.toMinute, zone, Math.max(2, Math.floor(geometry.plotWidth / 84))),
    [area.fromMinute, area.toMinute, zone, geometry.plotWidth],
  );
  const countTicks = useMemo(() => prepareCountTicks(area.highest), [area.highest]);
  const formatTime = useCallback(
    (tick: TimeTick) => (tick.form === "day" ? formatDay : formatClock)(tick.minute * 60_000, locale, zone),
    [locale, zone],
  );
  const formatValue = useCallback((value: number) => formatCompact(value, locale), [locale]);
  const minutes = useMemo(() => area.rows.filter((row) => row.values).map((row) => row.minute), [area]);
  const textOf = (minute: number) => {
    const row = nearestRow(area.rows, minute);
    const time = formatMoment(minute * 60_000, minuteNow, locale, zone);
    if (!row?.values) return `${time}: nothing is recorded`;
    const { values } = row;
    return `${time}: ${area.series.map((state) => `${stateLooks[state].label} ${formatCount(values[state], locale)}`).join(", ")}`;
  };
  const sentence = describeStateArea(area, timeline.unit, { locale, zone, now: minuteNow });
  const toggle = () => setIsTable((before) => !before);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "t" && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
  };
  return (
    <figure ref={figure} aria-label={label} className="rounded-lg border border-line bg-surface" onKeyDown={onKeyDown}>
      <figcaption className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-2">
        <p className="max-w-3xl text-table">{sentence}</p>
        <ChartTools frame={figure} csv={() => timelineCsv(area)} isTable={isTable} onTable={toggle} />
      </figcaption>
      <div ref={frame} className="relative mx-2 mb-2 bg-surface sm:mx-3" style={{ minHeight: heightPx }}>
        {width > 0 && isTable ? <ChartTable area={area} height={heightPx} /> : null}
        {width > 0 && !isTable ? (
          <>
            <div className="absolute inset-x-0 top-0">
              <StateAreaPlot {...{ area, geometry, timeTicks, countTicks, formatTime, formatValue, id }} />
            </div>
            <PlotEndLabels area={area} geometry={geometry} yOf={scales.yOf} />
            {atMinute !== null && atMinute >= area.fromMinute && atMinute <= area.toMinute ? (
              <div
                className="absolute w-0.5 bg-past-line"
                style={{
                  left: geometry.left + scales.xOf(atMinute) - 1,
                  top: geometry.top,
                  height: geometry.plotHeight,
                }}
              />
            ) : null}
            <PlotSurface {...{ label, geometry, scales, minutes, textOf, onZoom, onBack, onPick }} />
            <PlotMarks marks={marks} geometry={geometry} xOf={scales.xOf} />
            <PlotCrosshair
              {...{ area, marks, geometry, xOf: scales.xOf }}
              tolerance={scales.minuteAt(markTolerancePx) - area.fromMinute}
            />
          </>
        ) : null}
      </div>
    </figure>
  );
}
