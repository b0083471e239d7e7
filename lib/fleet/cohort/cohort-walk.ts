import type { SqlOrTransaction } from "@/db/client";
import type { ShardBits } from "../bit-set";
import { type CoverageStatus, coverageStatus } from "../coverage-status";
import { hourOfMinute } from "../minute";
import type { ShardRecords } from "../roll-call/shard-records";
import { ShardStates } from "../roll-call/shard-states";
import type { SpanPresence } from "../roll-call/span-presence";
import { stateAt } from "../roll-call/state-at";
import { momentOf } from "../roll-call/walk-shard";
import { shardWordCount } from "../shard";
import { CallChanges, wordDepths } from "./call-changes";
import { judgeWords } from "./judge-words";
import { readSpanWords } from "./read-span-words";

export type CohortWalk = {
  sql: SqlOrTransaction;
  /** Standing at the first minute. Moved forward. */
  records: ShardRecords;
  /** Whoever may be of interest at any of the minutes; the states of the others are not found out. */
  candidates: ShardBits;
  coverageAt(minute: number): CoverageStatus;
};

/**
 * Of a minute: the states of the candidates, and the words in which they may differ from those of the minute before (none told: all); null
 * where they, and all that is on record of them, are as in the minute before.
 */
export type EachWalked = (minute: number, states: ShardStates | null, words?: Uint16Array) => void;

/** Presence in memory at a time: 6 MB a plane. */
const hoursAtOnce = 12;

/**
 * The states of some devices of one shard at some minutes, which ascend, hot or folded. Of a minute only the words in which
 * a call of the window differs are judged again, so that it costs in what changed: at eight transitions a day a shard's day takes 100 ms.
 */
export async function walkCohort(walk: CohortWalk, minutes: readonly number[], each: EachWalked): Promise<void> {
  const indexes = wordsOf(walk.candidates);
  const depth = walk.records.windowReaches.length;
  const read = (batch: readonly number[] | undefined) => {
    const [first, last] = [batch?.[0], batch?.at(-1)];
    if (first === undefined || last === undefined) return null;
    const reading = readSpanWords(walk.sql, walk.records.shard, { fromMinute: first - depth, toMinute: last }, indexes);
    // It may fail while the batch before is still being walked.
    reading.catch(() => undefined);
    return reading;
  };
  const batches = batchesOf(minutes);
  const states = new ShardStates();
  // The next hours are read while these are walked.
  let next = read(batches[0]);
  for (const [index, batch] of batches.entries()) {
    const presence = await next;
    next = read(batches[index + 1]);
    if (presence) walkBatch(walk, { presence, indexes, states }, batch, each);
  }
}

/** Which 32-bit words of the bits hold anybody. */
export function wordsOf(bits: ShardBits): Uint16Array {
  return Uint16Array.from([...bits.words.keys()].filter((index) => bits.words[index] !== 0));
}

function batchesOf(minutes: readonly number[]): number[][] {
  const batches: number[][] = [];
  for (const minute of minutes) {
    const batch = batches.at(-1);
    const hour = hourOfMinute(minute);
    const isNear = batch && hour - hourOfMinute(batch.at(-1) as number) <= 1; // a batch has one minute at least
    if (isNear && hour - hourOfMinute(batch[0] as number) < hoursAtOnce) batch.push(minute);
    else batches.push([minute]);
  }
  return batches;
}

type Batch = { presence: SpanPresence; indexes: Uint16Array; states: ShardStates };

function walkBatch(walk: CohortWalk, batch: Batch, minutes: readonly number[], each: EachWalked): void {
  const { records, candidates } = walk;
  const { presence, indexes, states } = batch;
  const depth = records.windowReaches.length;
  const enrolled = new Uint32Array(shardWordCount);
  const changes = new CallChanges(indexes, wordDepths(records, candidates));
  /** How many minutes without a hole, up to the last one walked, were listened in throughout. */
  let listened = 0;
  let before = Number.NaN;
  for (const minute of minutes) {
    records.advanceTo(minute);
    const isNext = minute === before + 1;
    before = minute;
    const isListened = walk.coverageAt(minute) === coverageStatus.full;
    listened = isListened ? (isNext ? listened + 1 : 1) : 0;
    changes.note(minute, presence.layerAt(minute), presence.layerAt(minute - 1));
    const moment = momentOf({ records, presence, coverageAt: walk.coverageAt }, minute);
    // As many as the longest window and one: then all that its minutes differ in was noted, and nobody is unknown in either.
    if (isNext && listened > depth && !records.isMoved) {
      const words = changes.within(minute);
      if (words.length > 0) judgeWords({ ...moment, enrolled }, words, states);
      each(minute, words.length > 0 ? states : null, words);
      continue;
    }
    if (!isNext || records.isMoved) maskEnrolled(records, candidates, enrolled);
    each(minute, stateAt({ ...moment, enrolled }, states));
  }
}

function maskEnrolled(records: ShardRecords, candidates: ShardBits, into: Uint32Array): void {
  const [enrolled, wanted] = [records.enrolled.words, candidates.words];
  for (let i = 0; i < shardWordCount; i++) into[i] = (enrolled[i] as number) & (wanted[i] as number);
}
