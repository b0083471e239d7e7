import { hashBytes } from "./hash-bytes";

/** The bytes of a body, and the same memory for reading four at a time. */
export type Text = { bytes: Uint8Array; view: DataView };

export const textOf = (bytes: Uint8Array): Text => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** By index: where an id starts and ends in the text, and its hashBytes. */
export type IdRanges = { starts: Int32Array; ends: Int32Array; hashes: Int32Array };

const nowhere = -1;
const another = -2;

/**
 * Device id -> ordinal over bytes: a heartbeat's id is found in the body that carried it, without a string being made.
 * Ids stand in one buffer, each after its length, padded to whole words; slots are pairs of (hash, ordinal + 1), probed
 * linearly. 600,000 ids of 36 characters take 45 MB.
 */
export class DeviceIndex {
  #slots = new Int32Array(2 * 65_536);
  #mask = 65_535;
  #words = new Int32Array(1 << 18);
  #used = 0;
  /** Where the id of an ordinal stands in #words, plus one; 0: no such device. */
  #starts = new Int32Array(65_536);
  #places = new Int32Array(0);
  /** Whether an id holds a quote or a backslash, which stand otherwise in JSON than in the id. */
  hasEscapedId = false;
  size = 0;

  /** The ordinal of the id in `text[start, end)`, whose hashBytes is `hash`; -1 when it is not known. */
  find(text: Text, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const entry = slots[2 * at + 1] as number;
      if (entry === 0) return -1;
      if (slots[2 * at] === hash && this.#isIdAt((this.#starts[entry - 1] as number) - 1, text, start, end)) {
        return entry - 1;
      }
    }
  }

  /**
   * The same for `count` ids at once. Loops this small keep several misses of the cache under way at a time: on a batch of
   * neighbours it takes 100 ns an id, one find after another 200.
   */
  findAll(text: Text, ids: IdRanges, count: number, found: Int32Array): void {
    const slots = this.#slots;
    const mask = this.#mask;
    const { starts, ends, hashes } = ids;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number;
      let at = hash & mask;
      let entry = slots[2 * at + 1] as number;
      while (entry !== 0 && slots[2 * at] !== hash) {
        at = (at + 1) & mask;
        entry = slots[2 * at + 1] as number;
      }
      found[i] = entry - 1;
    }
    this.#lookFirst(text, ids, count, found);
    for (let i = 0; i < count; i++) {
      const place = this.#places[i] as number;
      if (place === nowhere) continue;
      const start = starts[i] as number;
      const end = ends[i] as number;
      // Another id of the same hash stood in front: the usual search.
      if (place === another || !this.#isIdAt(place, text, start, end)) {
        found[i] = this.find(text, start, end, hashes[i] as number);
      }
    }
  }

  /** Compares the length and the last whole word, which brings the rest of the ids in. */
  #lookFirst({ view }: Text, ids: IdRanges, count: number, found: Int32Array): void {
    if (this.#places.length < count) this.#places = new Int32Array(found.length);
    const places = this.#places;
    const own = this.#starts;
    const words = this.#words;
    for (let i = 0; i < count; i++) {
      const ordinal = found[i] as number;
      let place = nowhere;
      if (ordinal >= 0) {
        place = (own[ordinal] as number) - 1;
        const start = ids.starts[i] as number;
        const length = (ids.ends[i] as number) - start;
        const whole = length >> 2;
        if (words[place] !== length) place = another;
        else if (whole > 0 && words[place + whole] !== view.getInt32(start + 4 * whole - 4, true)) place = another;
      }
      places[i] = place;
    }
  }

  findText(id: string): number {
    const bytes = Buffer.from(id, "utf8");
    return this.find(textOf(bytes), 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  /** Does nothing for an ordinal that is there: an id never changes. */
  add(ordinal: number, id: string): void {
    if (this.has(ordinal)) return;
    if (ordinal >= this.#starts.length) {
      this.#starts = grown(this.#starts, Math.max(ordinal + 1, this.#starts.length * 1.5));
    }
    if ((this.size + 1) * 8 > (this.#mask + 1) * 5) this.#growSlots();
    if (/["\\]/.test(id)) this.hasEscapedId = true;
    const length = Buffer.byteLength(id, "utf8");
    const start = this.#used;
    this.#used += 1 + ((length + 3) >> 2);
    if (this.#used + 16 > this.#words.length) this.#words = grown(this.#words, this.#words.length * 1.5 + length);
    this.#words[start] = length;
    const bytes = this.#bytesAt(start);
    Buffer.from(bytes.buffer, bytes.byteOffset, length).write(id, "utf8");
    this.#starts[ordinal] = start + 1;
    this.#place(hashBytes(bytes, 0, length), ordinal);
    this.size++;
  }

  has(ordinal: number): boolean {
    return (this.#starts[ordinal] ?? 0) !== 0;
  }

  idOf(ordinal: number): string {
    const { buffer, byteOffset, byteLength } = this.#bytesAt((this.#starts[ordinal] as number) - 1);
    return Buffer.from(buffer, byteOffset, byteLength).toString("utf8");
  }

  #bytesAt(start: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#words.buffer, 4 * (start + 1), this.#words[start] as number);
  }

  #isIdAt(place: number, { bytes, view }: Text, start: number, end: number): boolean {
    const words = this.#words;
    let own = place;
    if (words[own++] !== end - start) return false;
    let at = start;
    for (; at + 4 <= end; at += 4) if (words[own++] !== view.getInt32(at, true)) return false;
    if (at === end) return true;
    // The rest of the last word is zero.
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8) tail |= (bytes[at] as number) << shift;
    return words[own] === tail;
  }

  #place(hash: number, ordinal: number): void {
    let at = hash & this.#mask;
    while (this.#slots[2 * at + 1] !== 0) at = (at + 1) & this.#mask;
    this.#slots[2 * at] = hash;
    this.#slots[2 * at + 1] = ordinal + 1;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#slots.length / 2 - 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] !== 0) this.#place(old[i] as number, (old[i + 1] as number) - 1);
    }
  }
}

function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(Math.ceil(length));
  made.set(old);
  return made;
}
