import type { ProviderHours } from "@/lib/fleet/providers/get-provider-hours";

export type GpuHoursBar = {
  key: string;
  /** Shares of the height of the tallest bar, 0 to 1, from below: available, turned away, neither, not known. */
  connected: number;
  blocked: number;
  away: number;
  unknown: number;
};

/** From the ground up. */
export const gpuHoursParts = ["connected", "blocked", "away", "unknown"] as const;
export type GpuHoursPart = (typeof gpuHoursParts)[number];

export type PreparedGpuHours = {
  bars: GpuHoursBar[];
  /** GPU hours that the full height stands for. */
  tallest: number;
  /** Those that occur. */
  parts: GpuHoursPart[];
};

/**
 * Bars of enrolled GPU hours with what became of them. In the hours that Muster did not see, the enrolled GPUs are taken to be as
 * many as in those that it saw, and drawn as unknown; in a period without any seen
 * hour, as many as in the fullest one.
 */
export function prepareGpuHours(rows: readonly ProviderHours[]): PreparedGpuHours {
  const seen = (row: ProviderHours) => Math.max(0, row.hours - row.unknownHours);
  const gpusOf = (row: ProviderHours) => (seen(row) > 0 ? row.enrolledGpuHours / seen(row) : 0);
  const most = Math.max(0, ...rows.map(gpusOf));
  const wholes = rows.map((row) => {
    const unknown = (gpusOf(row) || most) * row.unknownHours;
    const away = Math.max(0, row.enrolledGpuHours - row.connectedGpuHours - row.blockedGpuHours);
    return { row, unknown, away, whole: row.enrolledGpuHours + unknown };
  });
  const tallest = Math.max(0, ...wholes.map(({ whole }) => whole));
  const share = (value: number) => (tallest > 0 ? value / tallest : 0);
  const bars = wholes.map(({ row, unknown, away }) => ({
    key: row.key,
    connected: share(row.connectedGpuHours),
    blocked: share(row.blockedGpuHours),
    away: share(away),
    // Where no hour at all was seen there is nothing to scale by, and blank would say nothing.
    unknown: tallest > 0 ? share(unknown) : 1,
  }));
  const parts = gpuHoursParts.filter((part) => bars.some((bar) => bar[part] > 0));
  return { bars, tallest, parts };
}

/** 2026-04-25 becomes 25 or, with room, 25 Apr; 2026-04 becomes Apr 2026. */
export function gpuHoursLabel(key: string, hasRoom: boolean, locale: string): string {
  const isMonth = key.length === 7;
  if (!isMonth && !hasRoom) return String(Number(key.slice(8)));
  const shown = isMonth
    ? ({ month: "short", year: "numeric" } as const)
    : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(locale, { ...shown, timeZone: "UTC" }).format(new Date(isMonth ? `${key}-01` : key));
}
