import { z } from "zod";

/** What a collapse finding keeps as evidence. Figures are devices. */
export const CollapseEvidence = z.object({
  group: z.object({
    dimension: z.enum(["fleet", "region", "gpu_model", "agent", "provider"]),
    key: z.string(),
    label: z.string(),
  }),
  /** roll_call: exact, per minute, of states. pulse: distinct callers in 15 seconds. */
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
});
export type CollapseEvidence = z.infer<typeof CollapseEvidence>;

/** Kept beside the evidence: groups (dimension:key) that fell for the same reason, and so are no findings of their own. */
export const CollapseState = z.object({ explains: z.array(z.string()) });
export type CollapseState = z.infer<typeof CollapseState>;

export const collapseRule = "fleet.collapse";
export const outageRule = "fleet.ingest-outage";
