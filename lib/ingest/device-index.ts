import { hashBytes, hashText } from "./hash-bytes";
import { grown, IdWords, type Text, textOf } from "./id-words";

/** By index: where an id starts and ends in the text. */
export type IdRanges = { starts: Int32Array; ends: Int32Array };

const nowhere = -1;
const another = -2;
/** Ids that are looked up in phases at one time: so few that what one phase brought in is there for the next. */
const stretch = 1_024;
/** Ids that are foretold at first, and after one that was foretold wrongly. */
const fewest = 8;
/** Ids that lie further apart in memory are no neighbours. */
const mostWordsEach = 32;
/** A list whose order was foretold wrongly for so many of its ids is a new one. */
const mostSurprises = 8;

/**
 * Device id -> ordinal over bytes: a heartbeat's id is found in the body that carried it, without a string being made.
 * A slot is one word, the upper bits of the hash and below them ordinal + 1, probed linearly: 4 MB for 600,000 devices.
 * The id itself decides.
 */
export class DeviceIndex {
  #slots = new Int32Array(65_536);
  #mask = 65_535;
  #ordinalMask = 0xff_ffff;
  readonly #ids = new IdWords();
  /** Ordinal -> the ordinal, plus one, that stood behind it in the last list; 0: in none. */
  #followers = new Int32Array(65_536);
  readonly #hashes = new Int32Array(stretch);
  readonly #places = new Int32Array(stretch);
  /** Whether an id holds a quote or a backslash, which stand otherwise in JSON than in the id. */
  hasEscapedId = false;
  size = 0;

  /** The ordinal of the id in `text[start, end)`, whose hashBytes is `hash`; -1 when it is not known. */
  find(text: Text, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const ids = this.#ids;
    const ordinalMask = this.#ordinalMask;
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const entry = slots[at] as number;
      if (entry === 0) return -1;
      if (((entry ^ hash) & ~ordinalMask) !== 0) continue;
      const ordinal = (entry & ordinalMask) - 1;
      if (ids.isAt((ids.starts[ordinal] as number) - 1, text, start, end)) return ordinal;
    }
  }

  /**
   * The same for the `count` ids of a list. A provider sends the same list each minute: each id is compared with the one that
   * stood behind the last one the time before, whose memory lies nearby, and only where that is wrong is it looked up.
   */
  findAll(text: Text, ids: IdRanges, count: number, found: Int32Array): void {
    let surprises = 0;
    let ahead = fewest;
    for (let i = 0; i < count; ) {
      const end = Math.min(count, i + ahead);
      const foretold = this.#foretell(i, end, found);
      this.#lookFirst(text, ids, i, foretold, found);
      i = this.#firstWrong(text, ids, i, foretold);
      if (i === end) {
        ahead = Math.min(stretch, 8 * ahead);
        continue;
      }
      if (i > 0 && ++surprises > mostSurprises && surprises > i >> 4) {
        this.#lookUpFrom(i, text, ids, count, found);
        return;
      }
      ahead = fewest;
      const start = ids.starts[i] as number;
      const close = ids.ends[i] as number;
      found[i] = this.find(text, start, close, hashText(text.view, start, close));
      this.#learn(i, i + 1, found);
      i++;
    }
  }

  /** Writes into `found` from `from` on what stood behind the one before it last time; where it knows no more, or `to`. */
  #foretell(from: number, to: number, found: Int32Array): number {
    const followers = this.#followers;
    let last = from === 0 ? -1 : (found[from - 1] as number);
    let at = from;
    for (; at < to && last >= 0; at++) {
      last = (followers[last] as number) - 1;
      if (last < 0) break;
      found[at] = last;
    }
    return at;
  }

  #firstWrong(text: Text, ids: IdRanges, from: number, to: number): number {
    const places = this.#places;
    const own = this.#ids;
    let at = from;
    for (; at < to; at++) {
      const place = places[at - from] as number;
      if (place < 0 || !own.isAt(place, text, ids.starts[at] as number, ids.ends[at] as number)) break;
    }
    return at;
  }

  #learn(from: number, to: number, found: Int32Array): void {
    const followers = this.#followers;
    for (let i = Math.max(1, from); i < to; i++) {
      const before = found[i - 1] as number;
      if (before >= 0) followers[before] = (found[i] as number) + 1;
    }
  }

  /** Ids of which nothing is foretold. In phases of small loops the cache's misses overlap: a third of the time of one by one. */
  #lookUpFrom(first: number, text: Text, ids: IdRanges, count: number, found: Int32Array): void {
    for (let from = first; from < count; from += stretch) {
      const to = Math.min(count, from + stretch);
      this.#guess(text, ids, from, to, found);
      this.#lookFirst(text, ids, from, to, found);
      this.#compare(text, ids, from, to, found);
    }
    this.#learn(first, count, found);
  }

  /** The first ordinal whose slot has the id's upper bits. */
  #guess({ view }: Text, ids: IdRanges, from: number, to: number, found: Int32Array): void {
    const hashes = this.#hashes;
    const slots = this.#slots;
    const mask = this.#mask;
    const ordinalMask = this.#ordinalMask;
    for (let i = from; i < to; i++) hashes[i - from] = hashText(view, ids.starts[i] as number, ids.ends[i] as number);
    // No branch waits for a miss here.
    for (let i = from; i < to; i++) found[i] = slots[(hashes[i - from] as number) & mask] as number;
    for (let i = from; i < to; i++) {
      const hash = hashes[i - from] as number;
      let at = hash & mask;
      let entry = found[i] as number;
      while (entry !== 0 && ((entry ^ hash) & ~ordinalMask) !== 0) {
        at = (at + 1) & mask;
        entry = slots[at] as number;
      }
      found[i] = (entry & ordinalMask) - 1;
    }
  }

  /** Compares the length and the last whole word, which brings the rest of the ids in. */
  #lookFirst({ view }: Text, ids: IdRanges, from: number, to: number, found: Int32Array): void {
    const places = this.#places;
    const { starts, words } = this.#ids;
    this.#bringIn(from, to, found);
    for (let i = from; i < to; i++) {
      const ordinal = found[i] as number;
      let place = nowhere;
      if (ordinal >= 0) {
        place = (starts[ordinal] as number) - 1;
        const start = ids.starts[i] as number;
        const length = (ids.ends[i] as number) - start;
        const whole = length >> 2;
        if (words[place] !== length) place = another;
        else if (whole > 0 && words[place + whole] !== view.getInt32(start + 4 * whole - 4, true)) place = another;
      }
      places[i - from] = place;
    }
  }

  /** Neighbours' ids, in whatever order: reading through all of them once is what a processor fetches ahead of. */
  #bringIn(from: number, to: number, found: Int32Array): void {
    const { starts } = this.#ids;
    let low = 0x7fff_ffff;
    let high = 0;
    for (let i = from; i < to; i++) {
      const ordinal = found[i] as number;
      const place = ordinal < 0 ? 0 : (starts[ordinal] as number);
      if (place === 0) continue;
      if (place < low) low = place;
      if (place > high) high = place;
    }
    if (high - low < mostWordsEach * (to - from)) this.#ids.readThrough(low, high);
  }

  #compare(text: Text, ids: IdRanges, from: number, to: number, found: Int32Array): void {
    for (let i = from; i < to; i++) {
      const place = this.#places[i - from] as number;
      if (place === nowhere) continue;
      const start = ids.starts[i] as number;
      const end = ids.ends[i] as number;
      // Another id with the same upper bits stood in front: the usual search.
      if (place === another || !this.#ids.isAt(place, text, start, end)) {
        found[i] = this.find(text, start, end, this.#hashes[i - from] as number);
      }
    }
  }

  findText(id: string): number {
    const bytes = Buffer.from(id, "utf8");
    return this.find(textOf(bytes), 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  /** Does nothing for an ordinal that is there: an id never changes. */
  add(ordinal: number, id: string): void {
    if (this.has(ordinal)) return;
    if (/["\\]/.test(id)) this.hasEscapedId = true;
    this.#ids.add(ordinal, id);
    if (ordinal >= this.#followers.length) this.#followers = grown(this.#followers, this.#ids.starts.length);
    this.size++;
    if (ordinal >= this.#ordinalMask || this.size * 8 > (this.#mask + 1) * 5) this.#rebuild(ordinal);
    else this.#place(ordinal);
  }

  has(ordinal: number): boolean {
    return this.#ids.has(ordinal);
  }

  idOf(ordinal: number): string {
    return this.#ids.idOf(ordinal);
  }

  #place(ordinal: number): void {
    const hash = this.#ids.hashOf(ordinal);
    let at = hash & this.#mask;
    while (this.#slots[at] !== 0) at = (at + 1) & this.#mask;
    this.#slots[at] = (hash & ~this.#ordinalMask) | (ordinal + 1);
  }

  /** More slots, or more of each slot's bits for larger ordinals. */
  #rebuild(ordinal: number): void {
    while (ordinal >= this.#ordinalMask) this.#ordinalMask = 2 * this.#ordinalMask + 1;
    const isFull = this.size * 8 > (this.#mask + 1) * 5;
    this.#slots = new Int32Array((this.#mask + 1) * (isFull ? 2 : 1));
    this.#mask = this.#slots.length - 1;
    const { starts } = this.#ids;
    for (let each = 0; each < starts.length; each++) if (starts[each] !== 0) this.#place(each);
  }
}
