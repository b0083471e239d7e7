export type FreshnessLevel = "fresh" | "late" | "stale" | "none";

const lateAfterMs = 90_000;
const staleAfterMs = 180_000;

/** A minute is closed a few seconds after its end, so that in good order the age stays below a minute and a half. */
export function freshnessOf(rolledAt: number | null, now: number): { level: FreshnessLevel; ageMs: number } {
  if (rolledAt === null) return { level: "none", ageMs: 0 };
  const ageMs = Math.max(0, now - rolledAt);
  return { level: ageMs > staleAfterMs ? "stale" : ageMs > lateAfterMs ? "late" : "fresh", ageMs };
}
