import type { Fault } from "./fault";
import type { RejectionReason } from "./rejection-counter";

/** With the fault of what is invalid. */
export type RejectedItem = { index: number; device: string | null; reason: RejectionReason } & Partial<Fault>;

/** The answer to enrolments and verifications, in the shape of the one to heartbeats. */
export function itemAnswer(items: number, rejected: RejectedItem[]): string {
  rejected.sort((a, b) => a.index - b.index);
  return JSON.stringify({ accepted: items - rejected.length, turned_away: [], rejected });
}
