"use client";
import { ChevronRight } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatDuration } from "@/components/ui/format-time";
import { stateLooks } from "@/components/ui/state-look";
import { StateMark } from "@/components/ui/state-mark";
import { prepareStripDays, type StateInterval, type StripRow, wordOfGap } from "./prepare-minute-strip";
import { stackOrder } from "./prepare-state-area";
import { StripDayHours } from "./strip-day-hours";
import { StripHatch, StripRowGraphic } from "./strip-row";

type MinuteStripProps = {
  /** What the strip is of: the device's id or name. */
  label: string;
  intervals: readonly StateInterval[];
  fromMinute: number;
  toMinute: number;
  /** Before it the strip is empty, and says why. */
  enrolledMinute?: number;
  onPick?: (minute: number) => void;
};

const dayForm = { weekday: "short", day: "numeric", month: "short" } as const;

/** A line a day, which opens to a row an hour with a cell a minute: one look shows a device that flaps. */
export function MinuteStrip({ label, intervals, fromMinute, toMinute, enrolledMinute, onPick }: MinuteStripProps) {
  const { locale, zone } = usePreferences();
  const hatchId = useId();
  const span = useMemo(() => ({ fromMinute, toMinute }), [fromMinute, toMinute]);
  const days = useMemo(() => prepareStripDays(intervals, span, zone), [intervals, span, zone]);
  const [opened, setOpened] = useState<number | null>(null);
  return (
    <section aria-label={`Minutes of ${label}`} className="grid gap-2">
      <StripHatch id={hatchId} />
      <StripKey days={days} notEnrolledMinutes={Math.max(0, Math.min(enrolledMinute ?? 0, toMinute) - fromMinute)} />
      <div className="grid grid-cols-[1rem_5.5rem_1fr] gap-x-1 text-caption text-faint" aria-hidden="true">
        <span className="col-start-3 flex justify-between">
          {["00:00", "06:00", "12:00", "18:00", "24:00"].map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
      </div>
      <ol className="grid gap-px">
        {days.map((day) => {
          const isOpen = opened === day.fromMinute;
          const date = new Intl.DateTimeFormat(locale, { ...dayForm, timeZone: zone }).format(day.fromMinute * 60_000);
          return (
            <li key={day.fromMinute}>
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => setOpened(isOpen ? null : day.fromMinute)}
                className="grid w-full grid-cols-[1rem_5.5rem_1fr] items-center gap-x-1 rounded-sm py-px text-left text-caption hover:bg-sunken"
              >
                <ChevronRight
                  className={`size-3.5 text-muted transition-transform ${isOpen ? "rotate-90" : ""}`}
                  aria-hidden="true"
                />
                <span className="text-muted">{date}</span>
                <StripRowGraphic row={day} hatchId={hatchId} heightPx={14} />
                <span className="sr-only">{spokenDay(day, enrolledMinute)}</span>
              </button>
              {isOpen ? <StripDayHours day={day} {...{ intervals, span, hatchId, enrolledMinute, onPick }} /> : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Which state had how much of a day, for who does not see the strip. */
function spokenDay(day: StripRow, enrolledMinute: number | undefined): string {
  const sums = sumByState([day]);
  const parts = [...sums].map(([state, minutes]) => `${stateLooks[state].label} ${formatDuration(minutes * 60_000)}`);
  return parts.length > 0
    ? `${parts.join(", ")}; ${day.changes} ${day.changes === 1 ? "change" : "changes"}`
    : wordOfGap(day.fromMinute + day.length - 1, enrolledMinute);
}

function sumByState(rows: readonly StripRow[]) {
  const sums = new Map<StripRow["runs"][number]["state"], number>();
  for (const row of rows) {
    for (const run of row.runs) sums.set(run.state, (sums.get(run.state) ?? 0) + run.length);
  }
  return sums;
}

/** The states that occur, with the time they took. */
function StripKey({ days, notEnrolledMinutes }: { days: readonly StripRow[]; notEnrolledMinutes: number }) {
  const sums = sumByState(days);
  const states = [...stackOrder, "retired" as const].filter((state) => sums.has(state));
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <StateMark state={state} />
          {stateLooks[state].label}
          <span className="text-muted">{formatDuration((sums.get(state) ?? 0) * 60_000)}</span>
        </li>
      ))}
      {notEnrolledMinutes > 0 ? (
        <li className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-xs border border-line bg-sunken" aria-hidden="true" />
          Not enrolled yet
          <span className="text-muted">{formatDuration(notEnrolledMinutes * 60_000)}</span>
        </li>
      ) : null}
    </ul>
  );
}
