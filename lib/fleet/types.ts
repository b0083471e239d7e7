import type { BlockReason } from "./planes";
import type { StateName } from "./states";

/** Devices or GPUs by state. enrolled = connected + all of blocked + silent + quarantined + unknown. */
export type StateCounts = {
  enrolled: number;
  connected: number;
  blocked: Record<BlockReason, number>;
  silent: number;
  quarantined: number;
  unknown: number;
};

/** Nested: claimed (enrolled) ⊇ seen (called in the window) ⊇ admitted ⊇ verified (and not expired). */
export type Evidence = { claimed: number; seen: number; admitted: number; verified: number };

export type CountUnit = "devices" | "gpus";
export type CoverageName = "full" | "partial" | "none";

/** The dimensions that roll call counts by; provider is counted from the bits when asked. */
export const storedDimensions = ["fleet", "region", "gpu_model", "agent"] as const;
export type StoredDimension = (typeof storedDimensions)[number];
export type Dimension = StoredDimension | "provider";

/** Within a field: any of; between fields: all of. Values of a past minute are that minute's. "" stands for no value. */
export type FleetFilter = {
  region?: string[];
  /** slugs */
  provider?: string[];
  gpuModel?: string[];
  agent?: string[];
  cluster?: string[];
  state?: StateName[];
  reason?: BlockReason[];
  /** id of a device set */
  set?: string;
  /** part of a device's id or name; the devices page only */
  search?: string;
};

export type FleetSummary = {
  minute: number;
  /** Start of the minute, RFC 3339. */
  at: string;
  /** Whether it is the last minute that roll call has closed. */
  isLatest: boolean;
  coverage: CoverageName;
  revisedAt: string | null;
  devices: StateCounts;
  gpus: StateCounts;
  evidence: { devices: Evidence; gpus: Evidence };
};

export type TimelinePoint = { minute: number; coverage: CoverageName; counts: StateCounts; evidence: Evidence };

export type FleetTimeline = {
  fromMinute: number;
  toMinute: number;
  unit: CountUnit;
  /** Width of a bucket; each bucket is represented by whole minutes that were counted, so that sums hold. */
  stepMinutes: number;
  points: TimelinePoint[];
  /** Median and spread of connected around the same minutes of earlier days; none where fewer than three of those are known. */
  expected: { minute: number; low: number; median: number; high: number }[];
  /** Whether a band would be drawn to the last minute and is not, because too few earlier days are known. */
  hasTooFewDays: boolean;
};

export type BreakdownRow = {
  key: string;
  label: string;
  devices: StateCounts;
  gpus: StateCounts;
  /** Connected devices over the last hours, evenly spaced, oldest first; null where Muster did not listen. */
  trend: (number | null)[];
};
