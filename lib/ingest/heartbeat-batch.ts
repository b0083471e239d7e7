import { msAMinute } from "@/lib/fleet/minute";
import type { BlockReason } from "@/lib/fleet/planes";
import type { Fault } from "./fault";
import type { RejectedItem } from "./item-answer";
import { furthestAheadMs, oldestMs } from "./limits";
import type { RejectionReason } from "./rejection-counter";
import type { IngestToken } from "./token-directory";

export type TurnedAway = { index: number; device: string; reason: BlockReason; minimum_agent?: string };

/** A heartbeat of a device that this gateway does not know, until the database has been asked. */
export type UnknownItem = { index: number; device: string; agentCode: number; boot: string | null; atMs: number };

/** One request of heartbeats: whose, when, and what became of each. */
export class HeartbeatBatch {
  /** 0: may reach every device. */
  readonly providerId: number;
  readonly isLegacy: boolean;
  readonly arrivalMinute: number;
  readonly oldestMs: number;
  readonly newestMs: number;

  accepted = 0;
  /** Something of it is not committed yet. */
  mustWait = false;
  readonly turnedAway: TurnedAway[] = [];
  readonly rejected: RejectedItem[] = [];
  unknown: UnknownItem[] = [];

  constructor(
    readonly token: IngestToken,
    readonly arrivalMs: number,
  ) {
    // A provider's token without a provider reaches nothing: no device has the number -1.
    this.providerId = token.kind === "provider" ? (token.providerId ?? -1) : 0;
    this.isLegacy = token.kind === "legacy";
    this.arrivalMinute = Math.floor(arrivalMs / msAMinute);
    this.oldestMs = arrivalMs - oldestMs;
    this.newestMs = arrivalMs + furthestAheadMs;
  }

  reject(index: number, device: string | null, reason: RejectionReason): void {
    this.rejected.push({ index, device, reason });
  }

  rejectInvalid(index: number, device: string | null, fault: Fault): void {
    this.rejected.push({ index, device, reason: "invalid", ...fault });
  }

  answer(): string {
    if (this.turnedAway.length === 0 && this.rejected.length === 0) {
      return `{"accepted":${this.accepted},"turned_away":[],"rejected":[]}`;
    }
    const byIndex = (a: { index: number }, b: { index: number }) => a.index - b.index;
    const { accepted, turnedAway, rejected } = this;
    return JSON.stringify({ accepted, turned_away: turnedAway.sort(byIndex), rejected: rejected.sort(byIndex) });
  }
}
