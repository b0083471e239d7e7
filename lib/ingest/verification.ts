import { z } from "zod";
import { DeviceId, Moment, printable } from "./heartbeat";

const noDuration = { error: "must be a number from 0" };

/** One result of a proof-of-work check or whatever else tells a genuine GPU from a counterfeit one. */
export const VerificationResult = z.object({
  device: DeviceId,
  at: Moment.nullish().transform((value) => value ?? null),
  result: z.enum(["passed", "failed"], { error: "must be passed or failed" }),
  method: printable(64).nullish(),
  digest: printable(256).nullish(),
  duration_ms: z.number(noDuration).min(0, noDuration).nullish(),
  valid_until: Moment.refine((ms) => ms >= 0, "must not lie before 1970").nullish(),
});
export type VerificationResult = z.infer<typeof VerificationResult>;
