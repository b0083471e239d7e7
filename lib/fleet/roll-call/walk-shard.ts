import type { CoverageStatus } from "../coverage-status";
import { Contributions, type CountSink } from "./contributions";
import type { ShardRecords } from "./shard-records";
import { ShardStates } from "./shard-states";
import type { SpanPresence } from "./span-presence";
import { type ShardMoment, stateAt } from "./state-at";

export type ShardWalk = {
  /** Standing at the minute before fromMinute, or at fromMinute. */
  records: ShardRecords;
  presence: SpanPresence;
  coverageAt(minute: number): CoverageStatus;
  fromMinute: number;
  toMinute: number;
  sinks?: readonly CountSink[];
  /**
   * Called with the states of each minute before they are counted, e.g. to compare them with those of the minute
   * before.
   */
  onMinute?(minute: number, states: ShardStates): void;
  /** Called when the minute is counted. */
  onCounted?(minute: number): void;
};

/** Judges every minute of a span in order. Returns the states of the last. */
export function walkShard(walk: ShardWalk): ShardStates {
  const contributions = new Contributions(walk.sinks ?? []);
  const states = new ShardStates();
  for (let minute = walk.fromMinute; minute <= walk.toMinute; minute++) {
    walk.records.advanceTo(minute);
    stateAt(momentOf(walk, minute), states);
    walk.onMinute?.(minute, states);
    if (contributions.sinks.length > 0) contributions.update(walk.records, states);
    walk.onCounted?.(minute);
  }
  return states;
}

/** The states at the minute at which the records stand. */
export function statesOf(walk: Pick<ShardWalk, "records" | "presence" | "coverageAt">): ShardStates {
  return stateAt(momentOf(walk, walk.records.minute), new ShardStates());
}

/** What the states at a minute depend on; the records must stand there. */
export function momentOf(walk: Pick<ShardWalk, "records" | "presence" | "coverageAt">, minute: number): ShardMoment {
  const { records, presence } = walk;
  return {
    enrolled: records.enrolled.words,
    quarantined: records.quarantined.words,
    retired: records.retired.words,
    windowReaches: records.windowReaches,
    callsAt: (depth) => presence.layerAt(minute - depth),
    coverageAt: (depth) => walk.coverageAt(minute - depth),
    enrolledAt: (depth) => records.enrolledAt(minute - depth),
  };
}
