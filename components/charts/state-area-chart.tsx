"use client";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { FleetTimeline } from "@/lib/fleet/types";
import type { ChartMark } from "./chart-mark";
import { ChartTable } from "./chart-table";
import { ChartTools } from "./chart-tools";
import { PlotCrosshair } from "./plot-crosshair";
import { PlotEndLabels } from "./plot-end-labels";
import { PlotMarks } from "./plot-marks";
import { PlotPicked } from "./plot-picked";
import { PlotSurface } from "./plot-surface";
import { StateAreaPlot } from "./state-area-plot";
import { timelineCsv } from "./timeline-csv";
import { useElementWidth } from "./use-element-width";
import { useStateArea } from "./use-state-area";

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
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  const { geometry, area, scales, minutes, textOf, sentence, axes } = useStateArea(timeline, width, heightPx, atMinute);
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
              <StateAreaPlot {...{ area, geometry, id }} {...axes} />
            </div>
            <PlotEndLabels area={area} geometry={geometry} yOf={scales.yOf} />
            <PlotPicked minute={atMinute} {...{ area, geometry, xOf: scales.xOf }} />
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
