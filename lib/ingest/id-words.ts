import { endHash, hashStart, mixWord } from "./hash-bytes";

/** The bytes of a body, and the same memory for reading four at a time. */
export type Text = { bytes: Uint8Array; view: DataView };

export const textOf = (bytes: Uint8Array): Text => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/**
 * The ids by ordinal in one buffer, each after its length, padded with zeros to whole words: those of neighbours are neighbours
 * in memory. 600,000 of 36 characters take 24 MB.
 */
export class IdWords {
  words = new Int32Array(1 << 18);
  /** Where the id of an ordinal stands in `words`, plus one; 0: no such device. */
  starts = new Int32Array(65_536);
  lastSum = 0;
  #used = 0;

  has(ordinal: number): boolean {
    return (this.starts[ordinal] ?? 0) !== 0;
  }

  add(ordinal: number, id: string): void {
    if (ordinal >= this.starts.length) {
      this.starts = grown(this.starts, Math.max(ordinal + 1, this.starts.length * 1.5));
    }
    const length = Buffer.byteLength(id, "utf8");
    const place = this.#used;
    this.#used += 1 + ((length + 3) >> 2);
    if (this.#used + 16 > this.words.length) this.words = grown(this.words, this.words.length * 1.5 + length);
    this.words[place] = length;
    this.#bytesAt(place).write(id, "utf8");
    this.starts[ordinal] = place + 1;
  }

  idOf(ordinal: number): string {
    return this.#bytesAt((this.starts[ordinal] as number) - 1).toString("utf8");
  }

  /** hashBytes of the id of a device. */
  hashOf(ordinal: number): number {
    const { words } = this;
    const place = (this.starts[ordinal] as number) - 1;
    const length = words[place] as number;
    const end = place + 1 + (length >> 2);
    let hash = hashStart;
    for (let at = place + 1; at < end; at++) hash = mixWord(hash, words[at] as number);
    return endHash(hash, (length & 3) === 0 ? 0 : (words[end] as number), length);
  }

  /** Whether `text[start, end)` is the id at a place in `words`. */
  isAt(place: number, { bytes, view }: Text, start: number, end: number): boolean {
    const { words } = this;
    let own = place;
    if (words[own++] !== end - start) return false;
    let at = start;
    for (; at + 4 <= end; at += 4) if (words[own++] !== view.getInt32(at, true)) return false;
    if (at === end) return true;
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8) tail |= (bytes[at] as number) << shift;
    return words[own] === tail;
  }

  /** Reads a word of each line of the cache, and keeps their sum: reads whose result nobody uses are left out. */
  readThrough(from: number, to: number): void {
    const { words } = this;
    let sum = 0;
    for (let at = from; at < to; at += 16) sum ^= words[at] as number;
    this.lastSum = sum;
  }

  #bytesAt(place: number): Buffer {
    return Buffer.from(this.words.buffer, 4 * (place + 1), this.words[place]);
  }
}

/** A copy with room for `length`; what is new is zero. */
export function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(Math.ceil(length));
  made.set(old);
  return made;
}
