import { shardByteCount, shardWordCount } from "./shard";

/**
 * The bits of one shard: bit `offset` is 0x80 >> (offset & 7) of byte offset >> 3, as in PostgreSQL's bit(65536).
 * `words` is the same memory, for operations that do not care about the order of bits.
 */
export class ShardBits {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;

  constructor(bytes?: Uint8Array) {
    if (bytes && bytes.length !== shardByteCount) throw new RangeError(`a shard has ${shardByteCount} bytes`);
    // A view of a pooled Buffer may be unaligned, so foreign bytes are copied.
    this.bytes = new Uint8Array(shardByteCount);
    if (bytes) this.bytes.set(bytes);
    this.words = new Uint32Array(this.bytes.buffer, 0, shardWordCount);
  }

  has(offset: number): boolean {
    return ((this.bytes[offset >>> 3] ?? 0) & (0x80 >>> (offset & 7))) !== 0;
  }

  /** Sets a bit; whether it was clear before. */
  add(offset: number): boolean {
    const index = offset >>> 3;
    const before = this.bytes[index] ?? 0;
    const after = before | (0x80 >>> (offset & 7));
    this.bytes[index] = after;
    return after !== before;
  }

  delete(offset: number): void {
    const index = offset >>> 3;
    this.bytes[index] = (this.bytes[index] ?? 0) & ~(0x80 >>> (offset & 7));
  }

  clone(): ShardBits {
    return new ShardBits(this.bytes);
  }

  clear(): this {
    this.words.fill(0);
    return this;
  }

  or(other: ShardBits): this {
    const { words } = this;
    for (let i = 0; i < shardWordCount; i++) words[i] = (words[i] as number) | (other.words[i] as number);
    return this;
  }

  and(other: ShardBits): this {
    const { words } = this;
    for (let i = 0; i < shardWordCount; i++) words[i] = (words[i] as number) & (other.words[i] as number);
    return this;
  }

  andNot(other: ShardBits): this {
    const { words } = this;
    for (let i = 0; i < shardWordCount; i++) words[i] = (words[i] as number) & ~(other.words[i] as number);
    return this;
  }

  xor(other: ShardBits): this {
    const { words } = this;
    for (let i = 0; i < shardWordCount; i++) words[i] = (words[i] as number) ^ (other.words[i] as number);
    return this;
  }

  isEmpty(): boolean {
    for (let i = 0; i < shardWordCount; i++) if (this.words[i] !== 0) return false;
    return true;
  }

  count(): number {
    let total = 0;
    for (let i = 0; i < shardWordCount; i++) total += popCount(this.words[i] as number);
    return total;
  }

  countAnd(other: ShardBits): number {
    let total = 0;
    for (let i = 0; i < shardWordCount; i++) total += popCount((this.words[i] as number) & (other.words[i] as number));
    return total;
  }

  /** Calls `each` with the offset of every set bit, in ascending order. */
  visit(each: (offset: number) => void): void {
    const { bytes } = this;
    for (let index = 0; index < shardByteCount; index++) {
      let byte = bytes[index] as number;
      while (byte !== 0) {
        const lead = Math.clz32(byte) - 24;
        each((index << 3) + lead);
        byte &= ~(0x80 >>> lead);
      }
    }
  }
}

/** Bits set in a 32-bit word (Hacker's Delight, 5-1). */
export function popCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** As a parameter that is cast to bit(65536). */
export function bitsToLiteral(bits: ShardBits): string {
  return `x${Buffer.from(bits.bytes.buffer, bits.bytes.byteOffset, bits.bytes.byteLength).toString("hex")}`;
}

/** From `bit_send(bits)`, which is four bytes of length and the bits. */
export function bitsFromSend(sent: Uint8Array): ShardBits {
  return new ShardBits(sent.subarray(4));
}
