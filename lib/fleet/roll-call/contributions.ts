import { shardBitCount, shardWordCount } from "../shard";
import { stateCodes } from "../states";
import type { ShardRecords } from "./shard-records";
import { offsetOfBit, ShardStates } from "./shard-states";

/** Takes one device's contribution at `minute`: `sign` 1 adds it, -1 takes it away. */
export type CountSink = { count(of: Contributions, offset: number, sign: 1 | -1, minute: number): void };

/**
 * What each device of a shard is counted as at the moment: state, evidence, attributes. From minute to minute only
 * devices that differ are taken out and put in again, so a quiet minute costs one comparison of words and not one of
 * devices.
 */
export class Contributions {
  readonly code = new Uint8Array(shardBitCount);
  readonly isSeen = new Uint8Array(shardBitCount);
  readonly isVerified = new Uint8Array(shardBitCount);
  readonly region = new Uint16Array(shardBitCount);
  readonly gpuModel = new Uint16Array(shardBitCount);
  readonly agent = new Uint16Array(shardBitCount);
  readonly gpuCount = new Uint16Array(shardBitCount);
  readonly provider = new Int32Array(shardBitCount);
  readonly #states = new ShardStates();
  readonly #verified = new Uint32Array(shardWordCount);

  constructor(readonly sinks: readonly CountSink[]) {}

  update(records: ShardRecords, states: ShardStates): void {
    const counted = this.#states;
    const changes = counted.differences(states, changedWords);
    const verifiedBefore = this.#verified;
    const { seen: seenBefore } = counted;
    const { seen } = states;
    const verifiedNow = connectedAmong(states, records.verified.words);
    const touched = records.touched.words;
    for (let i = 0; i < shardWordCount; i++) {
      let changed =
        (changes[i] as number) |
        ((seenBefore[i] as number) ^ (seen[i] as number)) |
        ((verifiedBefore[i] as number) ^ (verifiedNow[i] as number)) |
        (touched[i] as number);
      while (changed !== 0) {
        const position = 31 - Math.clz32(changed & -changed);
        changed &= changed - 1;
        const isVerified = ((verifiedNow[i] as number) >>> position) & 1;
        this.#recount(offsetOfBit(i, position), states.codeOfBit(i, position), isVerified, states, records);
      }
    }
    verifiedBefore.set(verifiedNow);
    counted.copyFrom(states);
  }

  #recount(offset: number, code: number, isVerified: number, states: ShardStates, records: ShardRecords): void {
    for (const sink of this.sinks) sink.count(this, offset, -1, records.minute);
    this.code[offset] = code === stateCodes.retired ? stateCodes.none : code;
    this.isSeen[offset] = states.isSeen(offset) ? 1 : 0;
    this.isVerified[offset] = isVerified;
    this.region[offset] = records.region[offset] as number;
    this.gpuModel[offset] = records.gpuModel[offset] as number;
    this.agent[offset] = records.agent[offset] as number;
    this.gpuCount[offset] = records.gpuCount[offset] as number;
    this.provider[offset] = records.provider[offset] as number;
    for (const sink of this.sinks) sink.count(this, offset, 1, records.minute);
  }
}

const changedWords = new Uint32Array(shardWordCount);
const verifiedWords = new Uint32Array(shardWordCount);

/** Connected is the code 0001. */
function connectedAmong({ digit0, digit1, digit2, digit3 }: ShardStates, among: Uint32Array): Uint32Array {
  for (let i = 0; i < shardWordCount; i++) {
    const others = (digit1[i] as number) | (digit2[i] as number) | (digit3[i] as number);
    verifiedWords[i] = (digit0[i] as number) & ~others & (among[i] as number);
  }
  return verifiedWords;
}
