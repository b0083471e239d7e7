"use client";
import { memo } from "react";
import { Area, AreaChart, CartesianGrid, XAxis, YAxis } from "recharts";
import { stateLooks } from "@/components/ui/state-look";
import type { PlotGeometry } from "./plot-geometry";
import type { PreparedStateArea, StateAreaRow } from "./prepare-state-area";
import type { TimeTick } from "./prepare-time-ticks";

type StateAreaPlotProps = {
  area: PreparedStateArea;
  geometry: PlotGeometry;
  timeTicks: readonly TimeTick[];
  countTicks: readonly number[];
  formatTime: (tick: TimeTick) => string;
  formatValue: (value: number) => string;
  /** Unique on the page: the pattern of unknown is referred to by it. */
  id: string;
};

const tickStyle = { fill: "var(--muted)", fontSize: 12 };

/** Only draws. Apart from what moves, so that a moving crosshair does not draw a thousand points again. */
export const StateAreaPlot = memo(function StateAreaPlot(props: StateAreaPlotProps) {
  const { area, geometry, timeTicks, countTicks, formatTime, formatValue, id } = props;
  const formOf = new Map(timeTicks.map((tick) => [tick.minute, tick]));
  const hatch = `${id}-unknown`;
  return (
    <AreaChart
      width={geometry.width}
      height={geometry.height}
      data={area.rows as StateAreaRow[]}
      margin={{ top: geometry.top, right: geometry.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
      style={{ pointerEvents: "none" }}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--unknown)" fillOpacity="0.14" />
          <rect width="1.5" height="6" fill="var(--unknown)" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="minute"
        type="number"
        domain={[area.fromMinute, area.toMinute]}
        ticks={timeTicks.map((tick) => tick.minute)}
        tickFormatter={(minute: number) => formatTime(formOf.get(minute) ?? { minute, form: "clock" })}
        interval={0}
        height={geometry.xAxisPx}
        tick={tickStyle}
        tickLine={{ stroke: "var(--line-strong)" }}
        axisLine={{ stroke: "var(--line-strong)" }}
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[0, Math.max(1, area.highest)]}
        ticks={countTicks as number[]}
        tickFormatter={formatValue}
        interval={0}
        width={geometry.yAxisPx}
        tick={tickStyle}
        tickLine={false}
        axisLine={false}
        allowDataOverflow
      />
      {area.series.map((state) => (
        <Area
          key={state}
          dataKey={(row: StateAreaRow) => row.values?.[state] ?? null}
          name={stateLooks[state].label}
          stackId="states"
          type="linear"
          stroke={stateLooks[state].color}
          strokeWidth={1}
          fill={state === "unknown" ? `url(#${hatch})` : stateLooks[state].color}
          fillOpacity={state === "unknown" ? 1 : 0.82}
          isAnimationActive={false}
          dot={false}
          activeDot={false}
        />
      ))}
      {area.hasExpected ? <Expected area={area} /> : null}
    </AreaChart>
  );
});

/** A thin neutral band with its median, over the connected, which stand on the ground and so compare with it. */
function Expected({ area }: { area: PreparedStateArea }) {
  return (
    <>
      <Area
        dataKey={(row: StateAreaRow) => (row.expected ? [row.expected.low, row.expected.high] : null)}
        name="Expected band"
        type="linear"
        stroke="none"
        fill="var(--expected)"
        fillOpacity={1}
        isAnimationActive={false}
        dot={false}
        activeDot={false}
        key={`band-${area.fromMinute}`}
      />
      <Area
        dataKey={(row: StateAreaRow) => row.expected?.median ?? null}
        name="Expected"
        type="linear"
        stroke="var(--ink)"
        strokeWidth={1.25}
        strokeDasharray="4 3"
        fill="none"
        isAnimationActive={false}
        dot={false}
        activeDot={false}
      />
    </>
  );
}
