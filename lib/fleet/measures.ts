/** What is counted of a fleet's minute, in the order in which the roll call keeps it. */
export const measures = [
  "connected",
  "outdated_agent",
  "legacy_token",
  "unverified",
  "silent",
  "quarantined",
  "unknown",
  "seen",
  "verified",
] as const;
export type Measure = (typeof measures)[number];

/** The columns of fleet_minutes: each measure in devices, then each in GPUs. */
export const measureColumns: readonly string[] = ["devices", "gpus"].flatMap((unit) =>
  measures.map((measure) => `${unit}_${measure}`),
);
