import type { Change } from "../changes/change";
import type { BlockReason } from "../planes";

export type Affected = { devices: number; gpus: number };
/** Of the devices that call now, and of the distinct devices that called in the last 24 hours. */
export type AffectedOver = { now: Affected; last24Hours: Affected };

export type EstimateRow = {
  key: string;
  label: string;
  seen: AffectedOver;
  turnedAway: AffectedOver;
  reported: AffectedOver;
  /** As in PolicyEstimate.against. */
  readmitted?: AffectedOver;
  newlyTurnedAway?: AffectedOver;
};

export type AffectedTotal = AffectedOver & { providers: number };

/** What changes against the policy that a new one follows. */
export type AgainstFollowed = {
  /** null: none was set, and everybody is let in. */
  policyId: number | null;
  /** Turned away by the followed policy, let in by the new one. */
  readmitted: AffectedTotal;
  /** Let in by the followed policy, turned away by the new one. */
  newlyTurnedAway: AffectedTotal;
};

/** What a policy would do, from the records. Plain JSON: it is kept with the policy. */
export type PolicyEstimate = {
  /** When it was computed, RFC 3339. */
  at: string;
  /** The minute of the roll call that says who calls now, as the fleet page shows it; absent in estimates that were kept before it was told. */
  countedMinute?: number | null;
  /** Absent in estimates that were kept before it was compared. */
  against?: AgainstFollowed;
  seen: AffectedOver;
  turnedAway: AffectedOver & { byReason: Partial<Record<BlockReason, AffectedOver>>; providers: number };
  /** By rules that only report: let in, and counted under every reason that applies. */
  reported: AffectedOver & { byReason: Partial<Record<BlockReason, AffectedOver>>; providers: number };
  /** The most affected, with how many more there are. */
  byProvider: { rows: EstimateRow[]; others: number };
  byModel: { rows: EstimateRow[]; others: number };
  byRegion: { rows: EstimateRow[]; others: number };
  /** Devices of the last 24 hours that called before the kind of their token was recorded: taken as not legacy. */
  tokenKindUnknown: Affected;
  /** Minutes of the last 24 hours in which Muster did not listen. */
  unlistenedMinutes: number;
  /** Calendar entries that touch the policy's first 24 hours. */
  changes: (Pick<Change, "id" | "kind" | "title"> & { startsAt: string; endsAt: string | null })[];
};
