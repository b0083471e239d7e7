import { AppError } from "@/lib/app-error";
import { earliestEffect, leadSeconds } from "./earliest-effect";

/** When a policy that is saved now takes effect: as asked, or as soon as can be. Throws AppError too_soon. */
export function checkEffect(asked: Date | null, now: Date): Date {
  const earliest = earliestEffect(now);
  const effectiveAt = asked ?? earliest;
  if (effectiveAt >= earliest) return effectiveAt;
  throw new AppError(
    "unprocessable",
    "too_soon",
    `Every gateway must know of it first: at least ${leadSeconds} s ahead.`,
    { field: "effectiveAt", earliest: earliest.toISOString() },
  );
}
