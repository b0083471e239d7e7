"use client";
import { type PointerEvent, useRef, useState } from "react";
import { useCrosshair } from "./crosshair";

const dragFromPx = 5;
const doubleClickMs = 240;

type PlotPointer = {
  minuteAt: (x: number) => number;
  onZoom?: (fromMinute: number, toMinute: number) => void;
  onBack?: () => void;
  onPick?: (minute: number) => void;
};

type Drag = { fromX: number; toX: number };

/** Moves the crosshair; a click picks a minute, a drag zooms, a double click goes back. A finger moves and taps only. */
export function usePlotPointer({ minuteAt, onZoom, onBack, onPick }: PlotPointer) {
  const crosshair = useCrosshair();
  const [drag, setDrag] = useState<Drag | null>(null);
  const pressedX = useRef<number | null>(null);
  const pendingPick = useRef<ReturnType<typeof setTimeout>>(undefined);
  const xOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(box.width, event.clientX - box.left));
  };
  // The first click of two must not travel in time before the second one goes back.
  const pick = (minute: number) => {
    clearTimeout(pendingPick.current);
    pendingPick.current = setTimeout(() => onPick?.(minute), doubleClickMs);
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    const start = pressedX.current;
    pressedX.current = null;
    setDrag(null);
    if (start === null) return;
    const end = xOf(event);
    if (Math.abs(end - start) < dragFromPx) return pick(Math.round(minuteAt(end)));
    if (event.pointerType === "touch") return;
    const [from, to] = [Math.min(start, end), Math.max(start, end)].map(minuteAt) as [number, number];
    onZoom?.(Math.floor(from), Math.ceil(to));
  };
  return {
    drag,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        pressedX.current = xOf(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const x = xOf(event);
        crosshair.set(minuteAt(x));
        const start = pressedX.current;
        if (start !== null && event.pointerType !== "touch" && Math.abs(x - start) >= dragFromPx) {
          setDrag({ fromX: start, toX: x });
        }
      },
      onPointerUp: release,
      onPointerCancel: () => {
        pressedX.current = null;
        setDrag(null);
      },
      onPointerLeave: () => crosshair.set(null),
      onDoubleClick: () => {
        clearTimeout(pendingPick.current);
        onBack?.();
      },
    },
  };
}
