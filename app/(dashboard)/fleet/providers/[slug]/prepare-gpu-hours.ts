import type { ProviderHours } from "@/lib/fleet/providers/get-provider-hours";

export type GpuHoursBar = {
  key: string;
  /** Shares of the height of the tallest bar, 0 to 1, from below: available, turned away, neither, not known. */
  connected: number;
  blocked: number;
  away: number;
  unknown: number;
};

/**
 * Bars of enrolled GPU hours with what became of them. In the hours that Muster did not see, the enrolled GPUs are taken to be as
 * many as in those that it saw, and drawn as unknown; a period without any seen hour has the height of the tallest.
 */
export function prepareGpuHours(rows: readonly ProviderHours[]): GpuHoursBar[] {
  const bars = rows.map((row) => {
    const seenHours = row.hours - row.unknownHours;
    const isUnseen = seenHours <= 0;
    const unknown = isUnseen ? 0 : (row.enrolledGpuHours / seenHours) * row.unknownHours;
    const away = Math.max(0, row.enrolledGpuHours - row.connectedGpuHours - row.blockedGpuHours);
    return { row, isUnseen, unknown, away, whole: row.enrolledGpuHours + unknown };
  });
  const tallest = Math.max(0, ...bars.map(({ whole }) => whole));
  const share = (value: number) => (tallest > 0 ? value / tallest : 0);
  return bars.map(({ row, isUnseen, unknown, away }) => ({
    key: row.key,
    connected: share(row.connectedGpuHours),
    blocked: share(row.blockedGpuHours),
    away: share(away),
    unknown: isUnseen ? 1 : share(unknown),
  }));
}
