"use client";
import { useMemo, useRef } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatMoment } from "@/components/ui/format-time";
import { useCrosshair, useCrosshairMinute } from "./crosshair";
import { plotGeometry, plotScales } from "./plot-geometry";
import { type LaneItem, prepareSwimLanes, type SwimLane } from "./prepare-swim-lanes";
import { useElementWidth } from "./use-element-width";

const columnPx = 6;
const lanePx = 24;
const markPx = 8;

type Props = {
  /** What the lanes show, as the name of the chart. */
  label: string;
  items: readonly LaneItem[];
  lanes: readonly Pick<SwimLane, "key" | "label" | "isBad">[];
  /** The same as the chart above has, so that both stand on one axis. */
  fromMinute: number;
  toMinute: number;
  onPick: (minute: number) => void;
};

/** What happened, a lane a kind, on the axis of the chart above it. The list of the page says the same to whoever does not see it. */
export function SwimLanesChart({ label, items, lanes, fromMinute, toMinute, onPick }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  const geometry = useMemo(() => plotGeometry(width, 0), [width]);
  const { xOf } = plotScales(geometry, { fromMinute, toMinute, highest: 1 });
  const drawn = useMemo(
    () => prepareSwimLanes(items, lanes, { fromMinute, toMinute }, Math.floor(geometry.plotWidth / columnPx)),
    [items, lanes, fromMinute, toMinute, geometry.plotWidth],
  );
  const sentence = drawn.map((lane) => `${lane.label} ${lane.count}`).join(", ");
  return (
    <figure aria-label={label} className="rounded-lg border border-line bg-surface">
      <figcaption className="px-4 pt-3 pb-2 text-table">
        {sentence ? `Events in this time: ${sentence}.` : "No event lies in this time."}
      </figcaption>
      <div ref={frame} className="relative mx-2 mb-3 sm:mx-3" style={{ minHeight: drawn.length * lanePx }}>
        {width > 0 ? (
          <svg
            aria-hidden="true"
            width={width}
            height={drawn.length * lanePx}
            className="block overflow-visible text-caption"
          >
            {drawn.map((lane, index) => (
              <Lane key={lane.key} {...{ lane, geometry, xOf, onPick }} top={index * lanePx} />
            ))}
            <LaneCrosshair left={geometry.left} height={drawn.length * lanePx} {...{ xOf, fromMinute, toMinute }} />
          </svg>
        ) : null}
      </div>
    </figure>
  );
}

type LaneProps = {
  lane: SwimLane;
  geometry: ReturnType<typeof plotGeometry>;
  xOf: (minute: number) => number;
  top: number;
  onPick: (minute: number) => void;
};

function Lane({ lane, geometry, xOf, top, onPick }: LaneProps) {
  const { locale, zone } = usePreferences();
  const now = useNow();
  const crosshair = useCrosshair();
  const { left, plotWidth, hasEndLabels } = geometry;
  const middle = top + lanePx / 2;
  return (
    <g>
      <line x1={left} x2={left + plotWidth} y1={middle} y2={middle} stroke="var(--line)" />
      {lane.marks.map((mark) => {
        const x = left + xOf(mark.fromMinute);
        const wide = Math.max(markPx, xOf(mark.toMinute) - xOf(mark.fromMinute) + markPx);
        const more = mark.count > 1 ? ` and ${mark.count - 1} more` : "";
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a short cut; each event of the list links to the same minute.
          <rect
            key={mark.firstId}
            x={x - markPx / 2}
            y={middle - markPx / 2}
            width={wide}
            height={markPx}
            rx={lane.isBad ? 0 : markPx / 2}
            fill={lane.isBad ? "var(--bad)" : "var(--ink)"}
            fillOpacity={wide > 2 * markPx ? 0.45 : 1}
            className="cursor-pointer"
            onClick={() => onPick(mark.fromMinute)}
            onPointerEnter={() => crosshair.set(mark.fromMinute)}
            onPointerLeave={() => crosshair.set(null)}
          >
            <title>{`${formatMoment(mark.fromMinute * 60_000, now, locale, zone)}: ${mark.title}${more}`}</title>
          </rect>
        );
      })}
      <text
        x={hasEndLabels ? left + plotWidth + 12 : left}
        y={hasEndLabels ? middle + 4 : middle - 5}
        fill="var(--muted)"
        fontSize={hasEndLabels ? 12 : 10}
      >
        {lane.label}
      </text>
    </g>
  );
}

type CrosshairProps = {
  left: number;
  height: number;
  xOf: (minute: number) => number;
  fromMinute: number;
  toMinute: number;
};

function LaneCrosshair({ left, height, xOf, fromMinute, toMinute }: CrosshairProps) {
  const minute = useCrosshairMinute();
  if (minute === null || minute < fromMinute || minute > toMinute) return null;
  const x = left + xOf(minute);
  return <line x1={x} x2={x} y1={0} y2={height} stroke="var(--ink)" strokeOpacity={0.5} pointerEvents="none" />;
}
