"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatCount, formatShare } from "@/components/ui/format-count";
import { formatMoment, formatUtc } from "@/components/ui/format-time";
import { stateLooks } from "@/components/ui/state-look";
import { StateMark } from "@/components/ui/state-mark";
import type { ChartMark } from "./chart-mark";
import { useCrosshairMinute } from "./crosshair";
import type { PlotGeometry } from "./plot-geometry";
import { marksNear } from "./prepare-mark-flags";
import { nearestRow, type PreparedStateArea } from "./prepare-state-area";

type PlotCrosshairProps = {
  area: PreparedStateArea;
  marks: readonly ChartMark[];
  geometry: PlotGeometry;
  xOf: (minute: number) => number;
  /** Minutes that a few pixels stand for. */
  tolerance: number;
};

const tooltipPx = 300;

/** The line under the pointer and all that was so at that minute. */
export function PlotCrosshair({ area, marks, geometry, xOf, tolerance }: PlotCrosshairProps) {
  const minute = useCrosshairMinute();
  const row = minute === null ? undefined : nearestRow(area.rows, minute);
  if (!row || minute === null || minute < area.fromMinute || minute > area.toMinute) return null;
  const x = xOf(row.minute);
  const beside = x > geometry.plotWidth / 2 ? x - tooltipPx - 12 : x + 12;
  const left = Math.max(-geometry.left, Math.min(beside, geometry.plotWidth - tooltipPx));
  return (
    <div className="pointer-events-none absolute" data-png="skip" style={{ left: geometry.left, top: geometry.top }}>
      <div className="absolute w-px bg-text" style={{ left: x, height: geometry.plotHeight }} />
      <div
        className="absolute z-10 w-75 rounded-md border border-line bg-surface p-2.5 text-caption shadow-overlay"
        style={{ left, top: 8 }}
      >
        <TooltipBody row={row} area={area} marks={marksNear(marks, row.minute, tolerance)} />
      </div>
    </div>
  );
}

type TooltipBodyProps = {
  row: NonNullable<ReturnType<typeof nearestRow>>;
  area: PreparedStateArea;
  marks: readonly ChartMark[];
};

function TooltipBody({ row, area, marks }: TooltipBodyProps) {
  const { locale, zone } = usePreferences();
  const now = useNow();
  const { values, enrolled, expected } = row;
  const ms = Math.round(row.minute) * 60_000;
  return (
    <>
      <div className="flex justify-between gap-2">
        <b className="font-semibold">{formatMoment(ms, now, locale, zone)}</b>
        <span className="text-muted">{formatUtc(ms, locale).replace(/:\d\d UTC$/, " UTC")}</span>
      </div>
      {values && enrolled !== null ? (
        <dl className="mt-1.5 grid grid-cols-[auto_1fr_auto_auto] items-center gap-x-1.5 gap-y-0.5">
          {[...area.series].reverse().map((state) => (
            <div key={state} className="contents">
              <StateMark state={state} />
              <dt className="truncate">{stateLooks[state].label}</dt>
              <dd className="text-right font-medium">{formatCount(values[state], locale)}</dd>
              <dd className="w-14 text-right text-muted">{formatShare(values[state], enrolled, locale)}</dd>
            </div>
          ))}
          <div className="contents text-muted">
            <span />
            <dt>Enrolled</dt>
            <dd className="text-right">{formatCount(enrolled, locale)}</dd>
            <dd />
          </div>
        </dl>
      ) : (
        <p className="mt-1 text-muted">Nothing is recorded here.</p>
      )}
      {expected ? (
        <p className="mt-1.5 text-muted">
          Expected connected {formatCount(expected.low, locale)} to {formatCount(expected.high, locale)}
        </p>
      ) : null}
      {marks.length > 0 ? (
        <ul className="mt-1.5 grid gap-0.5 border-line border-t pt-1.5">
          {marks.map((mark) => (
            <li key={mark.id} className={mark.kind === "finding" ? "text-bad-text" : ""}>
              <span className="text-muted">{formatMoment(mark.fromMinute * 60_000, now, locale, zone)}</span>{" "}
              {mark.title}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
