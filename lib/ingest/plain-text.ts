import { endHash, hashStart, mixWord, unplain } from "./hash-bytes";
import type { Text } from "./id-words";

const quote = 0x22;

/** Reads plain printable ASCII up to its closing quote, four bytes at a time, and hashes it on the way. */
export class PlainText {
  hash = 0;
  /** A second hash of the same bytes; only after readTwice. */
  second = 0;

  /** Where the closing quote stands; -1 when the text is empty, does not end before `end`, or is not plain. */
  read({ bytes, view }: Text, start: number, end: number): number {
    let hash = hashStart;
    let at = start;
    for (const last = end - 4; at <= last; at += 4) {
      const word = view.getInt32(at, true);
      if (unplain(word) !== 0) break;
      hash = mixWord(hash, word);
    }
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8) {
      const byte = bytes[at] as number;
      if (byte === quote) {
        this.hash = endHash(hash, tail, at - start);
        return at === start ? -1 : at;
      }
      if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return -1;
      tail |= byte << shift;
    }
    return -1;
  }

  readTwice({ bytes, view }: Text, start: number, end: number): number {
    let hash = hashStart;
    let second = secondStart;
    let at = start;
    for (const last = end - 4; at <= last; at += 4) {
      const word = view.getInt32(at, true);
      if (unplain(word) !== 0) break;
      hash = mixWord(hash, word);
      second = mixSecond(second, word);
    }
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8) {
      const byte = bytes[at] as number;
      if (byte === quote) {
        this.hash = endHash(hash, tail, at - start);
        this.second = mixSecond(second, tail);
        return at === start ? -1 : at;
      }
      if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return -1;
      tail |= byte << shift;
    }
    return -1;
  }
}

const secondStart = 0x2545f491;

function mixSecond(hash: number, word: number): number {
  const turned = (hash << 13) | (hash >>> 19);
  return Math.imul(turned ^ word, 0xc2b2ae35 | 0);
}

/** The two hashes of any text, as readTwice computes them of a plain one; both zero for none. */
export function hashTwice(text: string | null): { low: number; high: number } {
  if (text === null) return { low: 0, high: 0 };
  const bytes = Buffer.from(text, "utf8");
  let hash = hashStart;
  let second = secondStart;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = bytes.readInt32LE(at);
    hash = mixWord(hash, word);
    second = mixSecond(second, word);
  }
  let tail = 0;
  for (let i = at, shift = 0; i < bytes.length; i++, shift += 8) tail |= (bytes[i] as number) << shift;
  return { low: endHash(hash, tail, bytes.length), high: mixSecond(second, tail) };
}
