"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCount } from "@/components/ui/format-count";
import type { ProviderHours } from "@/lib/fleet/providers/get-provider-hours";
import { type GpuHoursBar, prepareGpuHours } from "./prepare-gpu-hours";

const chartPx = 120;

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
  const bars = prepareGpuHours(rows);
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
        <ol className="flex items-end gap-1 overflow-x-auto" style={{ minHeight: chartPx + 24 }}>
          {bars.map((bar, index) => {
            const row = rows[index] as ProviderHours; // one bar a row
            const label = `${bar.key}: ${count(row.connectedGpuHours)} GPU hours available of ${count(row.enrolledGpuHours)} enrolled, ${count(row.blockedGpuHours)} turned away, ${count(row.unknownHours)} h unknown`;
            return <Bar key={bar.key} bar={bar} label={label} />;
          })}
        </ol>
      ) : null}
    </figure>
  );
}

function Bar({ bar, label }: { bar: GpuHoursBar; label: string }) {
  const height = (share: number) => ({ height: `${100 * share}%` });
  return (
    <li className="grid min-w-4 max-w-14 flex-1 gap-1 text-center" title={label}>
      <span className="sr-only">{label}</span>
      <span className="flex flex-col justify-end" style={{ height: chartPx }} aria-hidden="true">
        <span className="hatched" style={height(bar.unknown)} />
        <span className="bg-silent/35" style={height(bar.away)} />
        <span className="bg-blocked-outdated-agent" style={height(bar.blocked)} />
        <span className="bg-connected" style={height(bar.connected)} />
      </span>
      <span className="truncate text-caption text-muted" aria-hidden="true">
        {bar.key.length === 10 ? bar.key.slice(8) : bar.key.slice(2)}
      </span>
    </li>
  );
}
