import type { ExternalAlert } from "./external-alert";

/** Keys kept of the messages that came last. */
const mostRecent = 32;

/** What is known of an alert before new messages of it; times in milliseconds. */
export type KnownAlert = {
  firedAt: number | null;
  endedAt: number | null;
  recent: readonly string[];
  /** The open one of its fingerprint, or else the latest. */
  finding: { id: string; isOpen: boolean; startedAt: number } | null;
};

export type SettledAlert = {
  firedAt: number | null;
  endedAt: number | null;
  recent: string[];
  /** Whose texts count: the latest firing, and of two the one that came last. */
  latest: ExternalAlert;
  /** Firings that were not known before. */
  fresh: number;
  startedAt: number;
  /** A finding of its own, open or over already; or what becomes of the one there is. */
  act: "open" | "open-resolved" | "continue" | "resolve" | "count" | "nothing";
};

/**
 * What becomes of an alert by new messages of it. The latest firing and the latest end decide whether it goes on, so that their
 * order does not matter and a repetition changes nothing: resolved before fired stays resolved. Whatever a person decided meanwhile
 * stands until it fires anew.
 */
export function settleAlert(known: KnownAlert, messages: readonly [ExternalAlert, ...ExternalAlert[]]): SettledAlert {
  const recent = new Set(known.recent);
  let { firedAt, endedAt } = known;
  let latest = messages[0];
  let fresh = 0;
  for (const message of messages) {
    if (message.firedAt !== null) {
      if (message.resolvedAt === null && !recent.has(message.key)) fresh++;
      recent.add(message.key);
      firedAt = Math.max(firedAt ?? message.firedAt, message.firedAt);
    }
    if (message.resolvedAt !== null) endedAt = Math.max(endedAt ?? message.resolvedAt, message.resolvedAt);
    if ((message.firedAt ?? 0) >= (latest.firedAt ?? 0)) latest = message;
  }
  const isOver = endedAt !== null && (firedAt === null || firedAt <= endedAt);
  const shared = { firedAt, endedAt, recent: [...recent].slice(-mostRecent), latest };
  // What fired before the end before belongs to an earlier time.
  const since = (isOver ? known.endedAt : endedAt) ?? Number.NEGATIVE_INFINITY;
  const starts = messages.flatMap((message) =>
    message.firedAt !== null && message.firedAt > since ? message.firedAt : [],
  );
  const began = starts.length > 0 ? Math.min(...starts) : (firedAt ?? endedAt ?? 0);
  const { finding } = known;
  // Of the first firing after an end that came without one the finding tells already.
  if (finding && known.firedAt === null) fresh = Math.max(0, fresh - 1);
  const opens = {
    ...shared,
    fresh: Math.max(1, fresh),
    startedAt: began,
    act: isOver ? "open-resolved" : "open",
  } as const;
  if (!finding) return opens;
  if (finding.isOpen) {
    const startedAt = Math.min(finding.startedAt, starts.length > 0 ? began : finding.startedAt);
    const hasEnded = isOver && endedAt !== known.endedAt;
    const hasChanged = fresh > 0 || startedAt !== finding.startedAt;
    return { ...shared, fresh, startedAt, act: hasEnded ? "resolve" : hasChanged ? "continue" : "nothing" };
  }
  const isNew = firedAt !== null && firedAt > Math.max(known.firedAt ?? 0, known.endedAt ?? 0);
  if (isNew) return opens;
  // Only its end was known: now also its beginning.
  const startedAt =
    known.firedAt === null ? Math.min(finding.startedAt, firedAt ?? finding.startedAt) : finding.startedAt;
  const hasChanged = fresh > 0 || startedAt !== finding.startedAt;
  return { ...shared, fresh, startedAt, act: hasChanged ? "count" : "nothing" };
}
