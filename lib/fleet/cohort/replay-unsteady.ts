import type { FleetDirectory } from "../directory";
import { type Measure, measures } from "../measures";
import { type MeasureCounts, noCounts } from "../queries/minute-counts";
import type { RecordChange } from "../roll-call/record-change";
import type { ShardStates } from "../roll-call/shard-states";
import { ordinalOf } from "../shard";
import { stateCodes } from "../states";
import type { CountUnit } from "../types";
import type { DeviceMatcher } from "./device-matcher";
import type { HeldCalls } from "./read-held-calls";
import type { CohortShard } from "./split-shard";

export type Transition = { ordinal: number; minute: number; state: number };

export type Replay = {
  part: CohortShard;
  /** At the first minute. */
  states: ShardStates;
  directory: FleetDirectory;
  changes: readonly RecordChange[];
  /** Of the unsteady, after the first minute. */
  transitions: readonly Transition[];
  matcher: DeviceMatcher;
  unit: CountUnit;
  heldCalls: HeldCalls | null;
};

type Contribution = { measure: Measure; amount: number; isVerified: boolean };

/**
 * The counts of a shard's unsteady devices at some minutes, which ascend: what each is counted as changes only when its state (by
 * its transitions) or its records do. Moves part.records forward.
 */
export function replayUnsteady(replay: Replay, minutes: readonly number[]): MeasureCounts[] {
  const { part, states } = replay;
  const { records } = part;
  const codes = new Map<number, number>();
  const counted = new Map<number, Contribution>();
  const held = new Set<number>();
  const total = noCounts();

  const recount = (offset: number) => {
    add(total, counted.get(offset), -1);
    counted.delete(offset);
    held.delete(offset);
    const contribution = contributionOf(replay, offset, codes.get(offset) ?? stateCodes.none);
    if (!contribution) return;
    counted.set(offset, contribution);
    add(total, contribution, 1);
    if (contribution.measure === "quarantined") held.add(offset);
  };
  part.unsteady.visit((offset) => {
    codes.set(offset, states.codeAt(offset));
    recount(offset);
  });

  const events = eventsOf(replay);
  let next = 0;
  return minutes.map((minute) => {
    const touched = new Set<number>();
    for (let event = events[next]; event && event.minute <= minute; event = events[++next]) {
      if (event.state !== undefined) codes.set(event.offset, event.state);
      touched.add(event.offset);
    }
    if (touched.size > 0) {
      records.advanceTo(minute);
      for (const offset of touched) recount(offset);
    }
    const seenHeld = replay.heldCalls ? sumSeen(replay, held, counted, minute) : 0;
    return { ...total, seen: total.seen + seenHeld };
  });
}

function contributionOf(replay: Replay, offset: number, code: number): Contribution | undefined {
  const { records } = replay.part;
  const measure = code >= stateCodes.connected && code <= stateCodes.unknown ? measures[code - 1] : undefined;
  if (!measure || !records.enrolled.has(offset) || !replay.matcher.matches(records, offset)) return undefined;
  const amount = replay.unit === "gpus" ? (records.gpuCount[offset] as number) : 1;
  return { measure, amount, isVerified: code === stateCodes.connected && records.verified.has(offset) };
}

function add(total: MeasureCounts, contribution: Contribution | undefined, sign: 1 | -1): void {
  if (!contribution) return;
  const { measure, isVerified } = contribution;
  const amount = sign * contribution.amount;
  total[measure] += amount;
  if (isVerified) total.verified += amount;
  const isSeen = measure !== "silent" && measure !== "quarantined" && measure !== "unknown";
  if (isSeen) total.seen += amount;
}

type ReplayEvent = { minute: number; offset: number; state?: number };

function eventsOf({ part, directory, changes, transitions }: Replay): ReplayEvent[] {
  const { records, unsteady, shard } = part;
  const events: ReplayEvent[] = [];
  for (const { minute, offset } of changes) {
    if (minute > records.minute && unsteady.has(offset)) events.push({ minute, offset });
  }
  for (const { ordinal, minute, state } of transitions) events.push({ minute, offset: ordinal & 0xffff, state });
  unsteady.visit((offset) => {
    const minute = directory.enrolledMinute[ordinalOf(shard, offset)] as number;
    if (minute > records.minute) events.push({ minute, offset });
  });
  return events.sort((a, b) => a.minute - b.minute);
}

/** Of those in quarantine, who called within the window: the one thing that neither state nor records say. */
function sumSeen(
  { part, directory, heldCalls }: Replay,
  held: ReadonlySet<number>,
  counted: ReadonlyMap<number, Contribution>,
  minute: number,
): number {
  let seen = 0;
  for (const offset of held) {
    const window = directory.window[ordinalOf(part.shard, offset)] as number;
    if (heldCalls?.hasCalled(part.shard, offset, minute - window + 1, minute)) seen += counted.get(offset)?.amount ?? 0;
  }
  return seen;
}
