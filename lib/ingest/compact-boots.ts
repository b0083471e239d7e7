import type { Text } from "./id-words";
import { comma, doubled, quote, skip } from "./json-bytes";
import { limits } from "./limits";
import { PlainText } from "./plain-text";

/** The list of boots of a compact body, ["…",null,…], with the two hashes of each by which it is compared with the last one. */
export class CompactBoots {
  /** -1: the body has none. */
  count = -1;
  /** By index: where it stands in the body; -1 for null. */
  starts = new Int32Array(1_024);
  ends = new Int32Array(1_024);
  lows = new Int32Array(1_024);
  highs = new Int32Array(1_024);
  readonly #plain = new PlainText();

  /** Where the text goes on behind the list that starts at `start`; -1 when anything in it is unusual. */
  read(text: Text, start: number): number {
    const { bytes } = text;
    if (bytes[start] !== 0x5b) return -1;
    let at = skip(bytes, start + 1);
    this.count = 0;
    if (bytes[at] === 0x5d) return at + 1;
    for (;;) {
      if (this.count === limits.itemsARequest) return -1;
      at = this.#one(text, at);
      if (at < 0) return -1;
      at = skip(bytes, at);
      const next = bytes[at++];
      if (next === 0x5d) return at;
      if (next !== comma) return -1;
      at = skip(bytes, at);
    }
  }

  #one(text: Text, at: number): number {
    const { bytes } = text;
    if (this.count === this.starts.length) this.#grow();
    if (bytes[at] === 0x6e && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c) {
      this.starts[this.count++] = -1;
      return at + 4;
    }
    if (bytes[at] !== quote) return -1;
    const start = at + 1;
    const close = this.#plain.readTwice(text, start, bytes.length);
    if (close < 0 || close - start > limits.bootCharacters) return -1;
    this.starts[this.count] = start;
    this.ends[this.count] = close;
    this.lows[this.count] = this.#plain.hash;
    this.highs[this.count++] = this.#plain.second;
    return close + 1;
  }

  #grow(): void {
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
    this.lows = doubled(this.lows);
    this.highs = doubled(this.highs);
  }
}
