"use client";
import type { KeyboardEvent } from "react";
import { useCrosshair, useCrosshairMinute } from "./crosshair";
import type { PlotGeometry, PlotScales } from "./plot-geometry";
import { plotKeyboard } from "./plot-keyboard";
import { usePlotPointer } from "./use-plot-pointer";

type PlotSurfaceProps = {
  label: string;
  geometry: PlotGeometry;
  scales: PlotScales;
  /** The minutes that the arrow keys go through. */
  minutes: readonly number[];
  /** What a minute is read out as. */
  textOf: (minute: number) => string;
  onZoom?: (fromMinute: number, toMinute: number) => void;
  onBack?: () => void;
  onPick?: (minute: number) => void;
};

/** What takes pointer and keys: to assistive technology a slider over the minutes, whose value is read out. */
export function PlotSurface({ label, geometry, scales, minutes, textOf, onZoom, onBack, onPick }: PlotSurfaceProps) {
  const crosshair = useCrosshair();
  const minute = useCrosshairMinute();
  const { drag, handlers } = usePlotPointer({ minuteAt: scales.minuteAt, onZoom, onBack, onPick });
  const shown = Math.round(minute ?? minutes.at(-1) ?? 0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return crosshair.set(null);
    if (event.key === "Enter" && minute !== null) return onPick?.(Math.round(minute));
    if (event.key === "Backspace") return onBack?.();
    const next = plotKeyboard(event.key, event.shiftKey, minutes, minute);
    if (next === null) return;
    event.preventDefault();
    crosshair.set(next);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${label}: a minute`}
      aria-valuemin={Math.round(minutes[0] ?? 0)}
      aria-valuemax={Math.round(minutes.at(-1) ?? 0)}
      aria-valuenow={shown}
      aria-valuetext={textOf(shown)}
      aria-description="Arrow keys move, Enter goes to that minute, t shows a table."
      onKeyDown={onKeyDown}
      {...handlers}
      className="absolute cursor-crosshair touch-pan-y select-none rounded-sm"
      style={{ left: geometry.left, top: geometry.top, width: geometry.plotWidth, height: geometry.plotHeight }}
    >
      {drag ? (
        <div
          className="absolute inset-y-0 border-x border-text bg-text/20"
          style={{ left: Math.min(drag.fromX, drag.toX), width: Math.abs(drag.toX - drag.fromX) }}
        />
      ) : null}
    </div>
  );
}
