import type { Change } from "./change";

export type Overlap = { change: Change; with: Change };

/** A deployment or a policy beside a snapshot or within a freeze, this many hours apart or less, is said. */
const overlapHours = 24;

const isDisruptive = (change: Change) => change.kind === "deployment" || change.kind === "policy";
const isProtected = (change: Change) => change.kind === "rewards_snapshot" || change.kind === "freeze";

/**
 * Pairs of which one may cost devices their connection while the other counts on it: a deployment or policy that
 * begins less than 24 hours before a snapshot or freeze begins, or during it. In 2024 nobody looked.
 */
export function findOverlaps(changes: readonly Change[]): Overlap[] {
  const protectedChanges = changes.filter(isProtected);
  return changes.filter(isDisruptive).flatMap((change) =>
    protectedChanges
      .filter((other) => {
        const start = change.startsAt.getTime();
        const end = (other.endsAt ?? other.startsAt).getTime();
        return start <= end && start > other.startsAt.getTime() - overlapHours * 3_600_000;
      })
      .map((other) => ({ change, with: other })),
  );
}
