import { shardWordCount } from "../shard";
import type { StateCode } from "../states";

/** The offset of bit `position` (0: lowest) of word `index`: words are little endian, bytes have their first bit highest. */
export const offsetOfBit = (index: number, position: number): number => (index << 5) + (position ^ 7);

/**
 * The states of one shard at one minute: the four binary digits of lib/fleet/states.ts's codes, one bit a device, so that
 * 32 devices are judged and compared at a time; and who called in their window.
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
    const digit = (words: Uint32Array) => ((words[index] as number) >>> position) & 1;
    const code = digit(this.digit0) | (digit(this.digit1) << 1) | (digit(this.digit2) << 2) | (digit(this.digit3) << 3);
    // The digits are written by stateAt and setCode alone, which know only these codes.
    return code as StateCode;
  }

  setCode(offset: number, code: number): void {
    const index = offset >>> 5;
    const mask = 1 << ((offset & 31) ^ 7);
    const put = (words: Uint32Array, isSet: boolean) => {
      words[index] = isSet ? (words[index] as number) | mask : (words[index] as number) & ~mask;
    };
    put(this.digit0, (code & 1) !== 0);
    put(this.digit1, (code & 2) !== 0);
    put(this.digit2, (code & 4) !== 0);
    put(this.digit3, (code & 8) !== 0);
  }

  isSeen(offset: number): boolean {
    return (((this.seen[offset >>> 5] as number) >>> ((offset & 31) ^ 7)) & 1) === 1;
  }

  /** The devices of word `index` whose states differ. */
  differenceAt(other: ShardStates, index: number): number {
    return (
      ((this.digit0[index] as number) ^ (other.digit0[index] as number)) |
      ((this.digit1[index] as number) ^ (other.digit1[index] as number)) |
      ((this.digit2[index] as number) ^ (other.digit2[index] as number)) |
      ((this.digit3[index] as number) ^ (other.digit3[index] as number))
    );
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
