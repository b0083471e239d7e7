import { AppError } from "@/lib/app-error";

/** Throws AppError "invalid_input" for a review that ends after `now`. */
export function requirePast(reviewedAt: Date, now: Date): void {
  if (reviewedAt <= now) return;
  throw new AppError("unprocessable", "invalid_input", "reviewedAt: lies in the future", { field: "reviewedAt" });
}
