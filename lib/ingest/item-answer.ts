import type { RejectionReason } from "./rejection-counter";

export type RejectedItem = { index: number; device: string | null; reason: RejectionReason };

/** The answer to enrolments and verifications, in the shape of the one to heartbeats. */
export function itemAnswer(items: number, rejected: RejectedItem[]): string {
  rejected.sort((a, b) => a.index - b.index);
  return JSON.stringify({ accepted: items - rejected.length, turned_away: [], rejected });
}
