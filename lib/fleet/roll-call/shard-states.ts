import { shardWordCount } from "../shard";
import type { StateCode } from "../states";

/**
 * The offset of bit `position` (0: lowest) of word `index`: words are little endian, bytes have their first bit
 * highest.
 */
export const offsetOfBit = (index: number, position: number): number => (index << 5) + (position ^ 7);

/**
 * The states of one shard at one minute: the four binary digits of lib/fleet/states.ts's codes, one bit a device, so
 * that 32 devices are judged and compared at a time; and who called in their window.
 */
export class ShardStates {
  readonly digit0 = new Uint32Array(shardWordCount);
  readonly digit1 = new Uint32Array(shardWordCount);
  readonly digit2 = new Uint32Array(shardWordCount);
  readonly digit3 = new Uint32Array(shardWordCount);
  readonly seen = new Uint32Array(shardWordCount);

  codeAt(offset: number): StateCode {
    return this.codeOfBit(offset >>> 5, (offset & 31) ^ 7);
  }

  codeOfBit(index: number, position: number): StateCode {
    const code =
      (((this.digit0[index] as number) >>> position) & 1) |
      ((((this.digit1[index] as number) >>> position) & 1) << 1) |
      ((((this.digit2[index] as number) >>> position) & 1) << 2) |
      ((((this.digit3[index] as number) >>> position) & 1) << 3);
    // The digits are written by stateAt and setCode alone, which know only these codes.
    return code as StateCode;
  }

  setCode(offset: number, code: number): void {
    const index = offset >>> 5;
    const position = (offset & 31) ^ 7;
    putBit(this.digit0, index, position, code & 1);
    putBit(this.digit1, index, position, (code >>> 1) & 1);
    putBit(this.digit2, index, position, (code >>> 2) & 1);
    putBit(this.digit3, index, position, (code >>> 3) & 1);
  }

  isSeen(offset: number): boolean {
    return (((this.seen[offset >>> 5] as number) >>> ((offset & 31) ^ 7)) & 1) === 1;
  }

  /** The devices whose states differ, into words of the caller's. */
  differences(other: ShardStates, into: Uint32Array): Uint32Array {
    const { digit0, digit1, digit2, digit3 } = this;
    const { digit0: other0, digit1: other1, digit2: other2, digit3: other3 } = other;
    for (let i = 0; i < shardWordCount; i++) {
      into[i] =
        ((digit0[i] as number) ^ (other0[i] as number)) |
        ((digit1[i] as number) ^ (other1[i] as number)) |
        ((digit2[i] as number) ^ (other2[i] as number)) |
        ((digit3[i] as number) ^ (other3[i] as number));
    }
    return into;
  }

  copyFrom(other: ShardStates): this {
    this.digit0.set(other.digit0);
    this.digit1.set(other.digit1);
    this.digit2.set(other.digit2);
    this.digit3.set(other.digit3);
    this.seen.set(other.seen);
    return this;
  }
}

function putBit(words: Uint32Array, index: number, position: number, bit: number): void {
  words[index] = ((words[index] as number) & ~(1 << position)) | (bit << position);
}
