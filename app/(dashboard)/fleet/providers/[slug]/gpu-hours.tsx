"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCompact, formatCount } from "@/components/ui/format-count";
import type { ProviderHours } from "@/lib/fleet/providers/get-provider-hours";
import {
  type GpuHoursBar,
  type GpuHoursPart,
  gpuHoursLabel,
  gpuHoursParts,
  prepareGpuHours,
} from "./prepare-gpu-hours";

const chartPx = 120;
/** So few bars leave room for the month beside the day. */
const mostWide = 10;

/** What was available, by day or month; hours of which nothing is known are said in words and hatched. */
export function GpuHours({ title, rows, zone }: { title: string; rows: ProviderHours[]; zone: string }) {
  const { locale } = usePreferences();
  const count = (value: number) => formatCount(Math.round(value), locale);
  const available = rows.reduce((sum, row) => sum + row.connectedGpuHours, 0);
  const unknown = rows.reduce((sum, row) => sum + row.unknownHours, 0);
  const doubt =
    unknown < 0.5
      ? "every hour is known"
      : `${count(unknown)} h are unknown: Muster did not listen, or has not counted them yet`;
  const { bars, tallest, parts } = prepareGpuHours(rows);
  return (
    <figure aria-label={title} className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <figcaption className="grid gap-0.5">
        <span className="font-semibold text-body">{title}</span>
        <span className="text-muted text-table">
          {rows.length === 0
            ? "No hour of it has been counted yet."
            : `${count(available)} GPU hours available; ${doubt}. Days of ${zone}; presence says nothing of use.`}
        </span>
      </figcaption>
      {rows.length > 0 ? (
        <>
          <Legend parts={parts} />
          <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
            <div
              className="grid content-between justify-items-end text-caption text-muted"
              style={{ height: chartPx }}
              aria-hidden="true"
            >
              <span>{formatCompact(tallest, locale)} h</span>
              <span>0</span>
            </div>
            <ol className="flex items-end gap-1 overflow-x-auto border-line border-t">
              {bars.map((bar, index) => {
                const row = rows[index] as ProviderHours; // one bar a row
                const label = `${bar.key}: ${count(row.connectedGpuHours)} GPU hours available of ${count(row.enrolledGpuHours)} enrolled, ${count(row.blockedGpuHours)} turned away, ${count(row.unknownHours)} h unknown`;
                const tick = gpuHoursLabel(bar.key, bars.length <= mostWide, locale);
                return <Bar key={bar.key} bar={bar} label={label} tick={tick} />;
              })}
            </ol>
          </div>
        </>
      ) : null}
    </figure>
  );
}

const looks = {
  connected: { className: "bg-connected", label: "Available" },
  blocked: { className: "bg-blocked-outdated-agent", label: "Turned away" },
  away: { className: "bg-silent/35", label: "Not connected" },
  unknown: { className: "hatched", label: "Unknown" },
};

function Legend({ parts }: { parts: readonly GpuHoursPart[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption">
      {parts.map((part) => (
        <li key={part} className="flex items-center gap-1.5">
          <span className={`size-2.5 rounded-xs ${looks[part].className}`} aria-hidden="true" />
          {looks[part].label}
        </li>
      ))}
    </ul>
  );
}

function Bar({ bar, label, tick }: { bar: GpuHoursBar; label: string; tick: string }) {
  return (
    <li className="grid min-w-4 max-w-20 flex-1 gap-1 text-center" title={label}>
      <span className="sr-only">{label}</span>
      <span className="flex flex-col justify-end" style={{ height: chartPx }} aria-hidden="true">
        {gpuHoursParts.toReversed().map((part) => (
          <span key={part} className={looks[part].className} style={{ height: `${100 * bar[part]}%` }} />
        ))}
      </span>
      <span className="truncate text-caption text-muted" aria-hidden="true">
        {tick}
      </span>
    </li>
  );
}
