import type { FleetTimeline } from "@/lib/fleet/types";

export type ExpectedBand = { low: number; median: number; high: number };

/** The band at a minute, between the samples beside it; null outside of them and where they lie too far apart to tell. */
export function expectedAt(samples: FleetTimeline["expected"], minute: number): ExpectedBand | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || minute < first.minute || minute > last.minute) return null;
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.minute ?? 0) < minute) low = middle + 1;
    else high = middle;
  }
  const after = samples[low] ?? last;
  const before = after.minute === minute ? after : (samples[low - 1] ?? after);
  const apart = after.minute - before.minute;
  const usual = (last.minute - first.minute) / Math.max(1, samples.length - 1);
  if (apart > 3 * Math.max(1, usual)) return null;
  const share = apart === 0 ? 0 : (minute - before.minute) / apart;
  const between = (field: keyof ExpectedBand) => Math.round(before[field] + (after[field] - before[field]) * share);
  return { low: between("low"), median: between("median"), high: between("high") };
}
