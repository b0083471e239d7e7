import { AppError } from "@/lib/app-error";

/**
 * Under what a refusal is counted: the permission that was missing, or the code of another rule that somebody with the permission ran into (their
 * own proposal, no approval, no fresh sign-in), or that they asked more often than they may. Null for an error that is no refusal.
 */
export function denialReason(error: unknown): string | null {
  if (!(error instanceof AppError)) return null;
  if (error.kind === "too_many_requests") return error.code;
  if (error.kind !== "forbidden") return null;
  const { permission } = error.details;
  return typeof permission === "string" ? permission : error.code;
}
