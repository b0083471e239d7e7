"use client";
import { type PointerEvent, useMemo, useState } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatClock } from "@/components/ui/format-time";
import { stateLooks } from "@/components/ui/state-look";
import { prepareStripHours, type StateInterval, type StripRow, wordOfGap } from "./prepare-minute-strip";
import { StripRowGraphic } from "./strip-row";

type StripDayHoursProps = {
  day: StripRow;
  intervals: readonly StateInterval[];
  span: { fromMinute: number; toMinute: number };
  hatchId: string;
  enrolledMinute: number | undefined;
  onPick?: (minute: number) => void;
};

/** A day opened: a row an hour, a cell a minute; pointing at one says what it was. */
export function StripDayHours({ day, intervals, span, hatchId, enrolledMinute, onPick }: StripDayHoursProps) {
  const { locale, zone } = usePreferences();
  const hours = useMemo(() => prepareStripHours(intervals, day, span), [intervals, day, span]);
  const [pointed, setPointed] = useState<number | null>(null);
  const clockOf = (minute: number) => formatClock(minute * 60_000, locale, zone);
  const minuteOf = (event: PointerEvent<HTMLElement>, row: StripRow) => {
    const box = event.currentTarget.getBoundingClientRect();
    return row.fromMinute + Math.max(0, Math.min(59, Math.floor(((event.clientX - box.left) / box.width) * 60)));
  };
  return (
    <div className="grid gap-px py-1 pl-6">
      <p className="h-5 text-caption text-muted" aria-live="polite">
        {pointed === null ? "Point at a minute" : `${clockOf(pointed)}: ${stateAt(hours, pointed, enrolledMinute)}`}
      </p>
      {hours.map((row) => (
        <div key={row.fromMinute} className="grid grid-cols-[5.5rem_1fr] items-center text-caption">
          <span className="text-faint">{clockOf(row.fromMinute)}</span>
          <div
            onPointerMove={(event) => setPointed(minuteOf(event, row))}
            onPointerLeave={() => setPointed(null)}
            onPointerUp={(event) => onPick?.(minuteOf(event, row))}
          >
            <StripRowGraphic row={row} hatchId={hatchId} heightPx={10} />
          </div>
        </div>
      ))}
    </div>
  );
}

function stateAt(hours: readonly StripRow[], minute: number, enrolledMinute: number | undefined): string {
  const row = hours.find((hour) => minute >= hour.fromMinute && minute < hour.fromMinute + hour.length);
  const run = row?.runs.find(
    ({ at, length }) => minute >= row.fromMinute + at && minute < row.fromMinute + at + length,
  );
  return run ? stateLooks[run.state].label : wordOfGap(minute, enrolledMinute);
}
