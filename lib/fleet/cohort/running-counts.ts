import { noCounts } from "../queries/minute-counts";
import type { ShardRecords } from "../roll-call/shard-records";
import { offsetOfBit, ShardStates } from "../roll-call/shard-states";
import { shardBitCount, shardWordCount } from "../shard";
import { type StateCode, stateCodes } from "../states";
import type { CountUnit } from "../types";
import { addMember } from "./count-members";
import type { DeviceMatcher } from "./device-matcher";

/** The counts of a filter's attributes in one shard from minute to minute: only devices that differ are taken out and put in again. */
export class RunningCounts {
  readonly counts = noCounts();
  readonly #states = new ShardStates();
  readonly #verified = new Uint32Array(shardWordCount);
  /** What each device is counted as: how many (0: not at all). */
  readonly #amount = new Uint16Array(shardBitCount);

  constructor(
    readonly matcher: DeviceMatcher,
    readonly unit: CountUnit,
    /** The words in which there may be anybody. */
    readonly indexes: Uint16Array,
  ) {}

  update(records: ShardRecords, states: ShardStates): void {
    // Named outside of the loop: it runs over every word of every minute.
    const { digit0, digit1, digit2, digit3, seen } = states;
    const { digit0: was0, digit1: was1, digit2: was2, digit3: was3, seen: wasSeen } = this.#states;
    const wasVerified = this.#verified;
    const { indexes } = this;
    const verifiedWords = records.verified.words;
    const touched = records.touched.words;
    for (let at = 0; at < indexes.length; at++) {
      const i = indexes[at] as number;
      const others = (digit1[i] as number) | (digit2[i] as number) | (digit3[i] as number);
      const verified = (digit0[i] as number) & ~others & (verifiedWords[i] as number);
      let changed =
        ((was0[i] as number) ^ (digit0[i] as number)) |
        ((was1[i] as number) ^ (digit1[i] as number)) |
        ((was2[i] as number) ^ (digit2[i] as number)) |
        ((was3[i] as number) ^ (digit3[i] as number)) |
        ((wasSeen[i] as number) ^ (seen[i] as number)) |
        ((wasVerified[i] as number) ^ verified) |
        (touched[i] as number);
      if (changed === 0) continue;
      const of = { index: i, verifiedBefore: wasVerified[i] as number, verified, states, records };
      while (changed !== 0) {
        this.#recount(of, 31 - Math.clz32(changed & -changed));
        changed &= changed - 1;
      }
      this.#keep(i, states, verified);
    }
  }

  #recount(of: Word, position: number): void {
    const { index, states, records } = of;
    const offset = offsetOfBit(index, position);
    const before = this.#amount[offset] as number;
    if (before > 0) this.#add(this.#states, of.verifiedBefore, index, position, -before);
    const code = states.codeOfBit(index, position);
    const isCounted = isEnrolledCode(code) && this.matcher.matches(records, offset);
    const amount = isCounted ? (this.unit === "gpus" ? (records.gpuCount[offset] as number) : 1) : 0;
    this.#amount[offset] = amount;
    if (amount > 0) this.#add(states, of.verified, index, position, amount);
  }

  #add(states: ShardStates, verified: number, index: number, position: number, amount: number): void {
    member.code = states.codeOfBit(index, position);
    member.isSeen = (((states.seen[index] as number) >>> position) & 1) === 1;
    member.isVerified = ((verified >>> position) & 1) === 1;
    addMember(this.counts, member, amount);
  }

  #keep(index: number, { digit0, digit1, digit2, digit3, seen }: ShardStates, verified: number): void {
    const counted = this.#states;
    counted.digit0[index] = digit0[index] as number;
    counted.digit1[index] = digit1[index] as number;
    counted.digit2[index] = digit2[index] as number;
    counted.digit3[index] = digit3[index] as number;
    counted.seen[index] = seen[index] as number;
    this.#verified[index] = verified;
  }
}

type Word = { index: number; verifiedBefore: number; verified: number; states: ShardStates; records: ShardRecords };

/** One for all calls: each is read before the next is written. */
const member: { code: StateCode; isSeen: boolean; isVerified: boolean; gpus: number } = {
  code: stateCodes.none,
  isSeen: false,
  isVerified: false,
  gpus: 0,
};

const isEnrolledCode = (code: StateCode) => code >= stateCodes.connected && code <= stateCodes.unknown;
