import { shardBitCount, shardWordCount } from "../shard";
import { stateCodes } from "../states";
import type { ShardRecords } from "./shard-records";
import { offsetOfBit, ShardStates } from "./shard-states";

/** Takes one device's contribution at `minute`: `sign` 1 adds it, -1 takes it away. */
export type CountSink = { count(of: Contributions, offset: number, sign: 1 | -1, minute: number): void };

/**
 * What each device of a shard is counted as at the moment: state, evidence, attributes. From minute to minute only devices that
 * differ are taken out and put in again, so a quiet minute costs one comparison of words and not one of devices.
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
    for (let i = 0; i < shardWordCount; i++) {
      const verified = connectedAt(states, i) & (records.verified.words[i] as number);
      let changed =
        counted.differenceAt(states, i) |
        ((counted.seen[i] as number) ^ (states.seen[i] as number)) |
        ((this.#verified[i] as number) ^ verified) |
        (records.touched.words[i] as number);
      this.#verified[i] = verified;
      while (changed !== 0) {
        const position = 31 - Math.clz32(changed & -changed);
        changed &= changed - 1;
        const offset = offsetOfBit(i, position);
        this.#recount(
          offset,
          states.codeOfBit(i, position),
          states.isSeen(offset),
          (verified >>> position) & 1,
          records,
        );
      }
    }
    counted.copyFrom(states);
  }

  #recount(offset: number, code: number, isSeen: boolean, isVerified: number, records: ShardRecords): void {
    for (const sink of this.sinks) sink.count(this, offset, -1, records.minute);
    this.code[offset] = code === stateCodes.retired ? stateCodes.none : code;
    this.isSeen[offset] = isSeen ? 1 : 0;
    this.isVerified[offset] = isVerified;
    this.region[offset] = records.region[offset] as number;
    this.gpuModel[offset] = records.gpuModel[offset] as number;
    this.agent[offset] = records.agent[offset] as number;
    this.gpuCount[offset] = records.gpuCount[offset] as number;
    this.provider[offset] = records.provider[offset] as number;
    for (const sink of this.sinks) sink.count(this, offset, 1, records.minute);
  }
}

/** Connected is the code 0001. */
function connectedAt(states: ShardStates, index: number): number {
  return (
    (states.digit0[index] as number) &
    ~((states.digit1[index] as number) | (states.digit2[index] as number) | (states.digit3[index] as number))
  );
}
