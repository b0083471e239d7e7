import { popCount } from "../bit-set";
import { measures } from "../measures";
import { noCounts } from "../queries/minute-counts";
import type { ShardRecords } from "../roll-call/shard-records";
import { offsetOfBit, ShardStates } from "../roll-call/shard-states";
import { shardWordCount } from "../shard";
import type { CountUnit } from "../types";
import type { DeviceMatcher } from "./device-matcher";

/**
 * The counts of a filter's attributes in one shard from minute to minute. Only what differs is counted, 32 devices at a time: GPUs by the
 * binary digits of their number (Σ 2^k · devices that have the digit k).
 */
export class RunningCounts {
  readonly counts = noCounts();
  readonly #states = new ShardStates();
  readonly #verified = new Uint32Array(shardWordCount);
  /** Who matches, by the digits of what each is counted as; as last counted. */
  readonly #members: Uint32Array[] = [];
  readonly #totals = new Float64Array(measures.length);
  #isBegun = false;

  constructor(
    readonly matcher: DeviceMatcher,
    readonly unit: CountUnit,
    /** The words in which there may be anybody. */
    readonly indexes: Uint16Array,
  ) {}

  /** `indexes`: the words in which states may differ from those of the last call. */
  update(records: ShardRecords, states: ShardStates, indexes: Uint16Array = this.indexes): void {
    // Named outside of the loop: it runs over every word of every minute.
    const { digit0, digit1, digit2, digit3, seen } = states;
    const { digit0: was0, digit1: was1, digit2: was2, digit3: was3, seen: wasSeen } = this.#states;
    const wasVerified = this.#verified;
    const verifiedWords = records.verified.words;
    const touchedWords = records.touched.words;
    const isFirst = !this.#isBegun;
    this.#isBegun = true;
    for (let at = 0; at < indexes.length; at++) {
      const i = indexes[at] as number;
      const others = (digit1[i] as number) | (digit2[i] as number) | (digit3[i] as number);
      const verified = (digit0[i] as number) & ~others & (verifiedWords[i] as number);
      const touched = isFirst ? -1 : (touchedWords[i] as number);
      const changed =
        ((was0[i] as number) ^ (digit0[i] as number)) |
        ((was1[i] as number) ^ (digit1[i] as number)) |
        ((was2[i] as number) ^ (digit2[i] as number)) |
        ((was3[i] as number) ^ (digit3[i] as number)) |
        ((wasSeen[i] as number) ^ (seen[i] as number)) |
        ((wasVerified[i] as number) ^ verified) |
        touched;
      if (changed === 0) continue;
      this.#add(i, changed, this.#states, wasVerified[i] as number, -1);
      if (touched !== 0) this.#match(records, i, touched);
      this.#add(i, changed, states, verified, 1);
      was0[i] = digit0[i] as number;
      was1[i] = digit1[i] as number;
      was2[i] = digit2[i] as number;
      was3[i] = digit3[i] as number;
      wasSeen[i] = seen[i] as number;
      wasVerified[i] = verified;
    }
    for (const [at, measure] of measures.entries()) this.counts[measure] = this.#totals[at] as number;
  }

  /** Finds out anew what some devices of a word are counted as. */
  #match(records: ShardRecords, index: number, bits: number): void {
    for (const plane of this.#members) plane[index] = (plane[index] as number) & ~bits;
    for (let left = bits; left !== 0; left &= left - 1) {
      const position = 31 - Math.clz32(left & -left);
      const offset = offsetOfBit(index, position);
      if (!this.matcher.matches(records, offset)) continue;
      const amount = this.unit === "gpus" ? (records.gpuCount[offset] as number) : 1;
      for (let digit = 0; amount >>> digit !== 0; digit++) {
        if (((amount >>> digit) & 1) === 0) continue;
        while (this.#members.length <= digit) this.#members.push(new Uint32Array(shardWordCount));
        const plane = this.#members[digit] as Uint32Array; // it was made above
        plane[index] = (plane[index] as number) | (1 << position);
      }
    }
  }

  /** Adds (or takes away) some devices of a word as they stand in `states`. The retired are counted nowhere. */
  #add(index: number, bits: number, states: ShardStates, verified: number, sign: 1 | -1): void {
    const one = states.digit0[index] as number;
    const two = states.digit1[index] as number;
    const four = states.digit2[index] as number;
    const among = bits & ~(states.digit3[index] as number) & (one | two | four);
    if (among === 0) return;
    const isSeen = states.seen[index] as number;
    const totals = this.#totals;
    for (let digit = 0; digit < this.#members.length; digit++) {
      const counted = among & ((this.#members[digit] as Uint32Array)[index] as number);
      if (counted === 0) continue;
      const amount = sign * 2 ** digit;
      // Nearly all are connected or silent: what is left after them is mostly nobody.
      let left = counted;
      for (let code = 1; left !== 0; code = code === 1 ? 5 : code === 5 ? 2 : code === 4 ? 6 : code + 1) {
        const mask = left & (code & 1 ? one : ~one) & (code & 2 ? two : ~two) & (code & 4 ? four : ~four);
        if (mask === 0) continue;
        left &= ~mask;
        totals[code - 1] = (totals[code - 1] as number) + amount * popCount(mask);
      }
      totals[seenAt] = (totals[seenAt] as number) + amount * popCount(counted & isSeen);
      if (verified !== 0) totals[verifiedAt] = (totals[verifiedAt] as number) + amount * popCount(counted & verified);
    }
  }
}

/** In the order of the measures; the codes of connected to unknown stand in it from 1. */
const seenAt = measures.indexOf("seen");
const verifiedAt = measures.indexOf("verified");
