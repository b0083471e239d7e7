import { z } from "zod";
import { AppError } from "@/lib/app-error";

const mostDays = 400;

export const SuppressionTerms = z.object({
  reason: z.string().trim().min(1, "say why, for whoever looks later").max(2_000),
  /** When it ends by itself; nothing is suppressed for ever. */
  until: z.date(),
});

/** Throws "invalid_input" for a time that has passed, or lies further ahead than a suppression may last. */
export function requireUntil(until: Date, now: Date): void {
  const ms = until.getTime() - now.getTime();
  if (ms > 0 && ms <= mostDays * 86_400_000) return;
  const why = ms <= 0 ? "lies in the past" : `is more than ${mostDays} days ahead`;
  throw new AppError("unprocessable", "invalid_input", `until: ${why}`, { field: "until" });
}
