import { z } from "zod";

/** What the pulse makes of a fall before the roll call has counted it: an estimate, and never said without that word. */
export const CollapseEstimate = z.object({
  /** Of the usual callers, how many stayed away: 0 to 1. */
  share: z.number(),
  /** That share of `connected`, rounded down; null where no roll call had counted yet. */
  devices: z.number().nullable(),
  /** Devices that the last roll call before the start counted as connected, and its minute. */
  connected: z.number().nullable(),
  countedMinute: z.number().int().nullable(),
  /** When the fall began and when that was told (ISO 8601), and in what words. */
  startedAt: z.string(),
  toldAt: z.string(),
  title: z.string(),
});
export type CollapseEstimate = z.infer<typeof CollapseEstimate>;

/** What a collapse finding keeps as evidence. Figures are devices. */
export const CollapseEvidence = z.object({
  group: z.object({
    dimension: z.enum(["fleet", "region", "gpu_model", "agent", "provider"]),
    key: z.string(),
    label: z.string(),
  }),
  /** roll_call: exact, per minute, of states. pulse: expected, found and lowest are distinct callers in 15 seconds, lost an estimate. */
  source: z.enum(["roll_call", "pulse"]),
  expected: z.number(),
  found: z.number(),
  lost: z.number(),
  /** The fewest connected since the start, and when (minute since the epoch). */
  lowest: z.object({ found: z.number(), minute: z.number().int() }),
  /** Where the lost devices are now: state code of lib/fleet/states.ts -> devices. Empty before the roll call. */
  byState: z.record(z.string(), z.number()),
  /** The change nearest before the start, if one lies within ten minutes. */
  change: z.object({ id: z.string(), kind: z.string(), title: z.string(), at: z.string() }).nullable(),
  firstMinute: z.number().int(),
  /** The first of three minutes in a row with nine tenths of what was expected; null while it goes on. */
  recoveredMinute: z.number().int().nullable(),
  /** False when the roll calls that followed a pulse did not show the drop. */
  isConfirmed: z.boolean(),
  /** What the whole fleet should have had connected at the start. */
  fleetExpected: z.number(),
  /** What the pulse had told, kept when the roll call's figures take its place; null where the roll call came first. */
  estimate: CollapseEstimate.nullable().default(null),
});
export type CollapseEvidence = z.infer<typeof CollapseEvidence>;

/** Kept beside the evidence: groups (dimension:key) that fell for the same reason, and so are no findings of their own. */
export const CollapseState = z.object({ explains: z.array(z.string()) });
export type CollapseState = z.infer<typeof CollapseState>;

export const collapseRule = "fleet.collapse";
export const outageRule = "fleet.ingest-outage";
