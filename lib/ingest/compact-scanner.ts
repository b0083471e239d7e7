import { CompactBoots } from "./compact-boots";
import type { DeviceIndex } from "./device-index";
import type { Text } from "./id-words";
import { afterColon, comma, doubled, isKey, quote, skip } from "./json-bytes";
import { limits } from "./limits";
import { PlainText } from "./plain-text";

/**
 * Reads {"agent":"…","devices":["…",…],"boots":["…",…]} straight from the body's bytes and looks every id up on the way;
 * escapes, other scripts and anything unusual are left to JSON.parse.
 */
export class CompactScanner {
  agentStart = -1;
  agentEnd = 0;
  count = 0;
  /** How many of them nobody knows. */
  unknown = 0;
  /** By index: the ordinal, or -1 for an unknown id. */
  ordinals = new Int32Array(1_024);
  /** By index: where the id stands in the body. */
  starts = new Int32Array(1_024);
  ends = new Int32Array(1_024);
  /** As many as ids, or none. */
  readonly boots = new CompactBoots();
  readonly #plain = new PlainText();
  #mayGuess = false;

  scan(text: Text, index: DeviceIndex): boolean {
    this.#mayGuess = !index.hasEscapedId;
    if (!this.#read(text)) return false;
    index.findAll(text, this, this.count, this.ordinals);
    return this.#isSure(text);
  }

  /** A guess of where an id ends is proven by the id that is known; an unknown one must be read again. */
  #isSure(text: Text): boolean {
    const { ordinals, count } = this;
    this.unknown = 0;
    for (let i = 0; i < count; i++) {
      if ((ordinals[i] as number) >= 0) continue;
      this.unknown++;
      const start = this.starts[i] as number;
      const end = this.ends[i] as number;
      if (!this.#mayGuess) continue;
      if (end - start > limits.idCharacters || this.#plain.read(text, start, end + 1) !== end) return false;
    }
    return true;
  }

  #read(text: Text): boolean {
    const { bytes } = text;
    this.agentStart = -1;
    this.count = -1;
    this.boots.count = -1;
    let at = skip(bytes, 0);
    if (bytes[at++] !== 0x7b) return false;
    for (;;) {
      at = skip(bytes, at);
      if (isKey(bytes, at, agentKey) && this.agentStart < 0) {
        at = afterColon(bytes, at + agentKey.length);
        at = at < 0 ? -1 : this.#agent(bytes, at);
      } else if (isKey(bytes, at, devicesKey) && this.count < 0) {
        at = afterColon(bytes, at + devicesKey.length);
        at = at < 0 ? -1 : this.#devices(text, at);
      } else if (isKey(bytes, at, bootsKey) && this.boots.count < 0) {
        at = afterColon(bytes, at + bootsKey.length);
        at = at < 0 ? -1 : this.boots.read(text, at);
      } else {
        return false;
      }
      if (at < 0) return false;
      at = skip(bytes, at);
      const next = bytes[at++];
      if (next === comma) continue;
      return next === 0x7d && this.#isComplete() && skip(bytes, at) === bytes.length;
    }
  }

  #isComplete(): boolean {
    return this.count >= 0 && (this.boots.count < 0 || this.boots.count === this.count);
  }

  #agent(bytes: Uint8Array, start: number): number {
    if (bytes[start] !== quote) return -1;
    for (let at = start + 1; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === quote) {
        if (at === start + 1 || at - start - 1 > limits.agentCharacters) return -1;
        this.agentStart = start + 1;
        this.agentEnd = at;
        return at + 1;
      }
      if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return -1;
    }
    return -1;
  }

  #devices(text: Text, start: number): number {
    const { bytes } = text;
    if (bytes[start] !== 0x5b) return -1;
    let at = skip(bytes, start + 1);
    this.count = 0;
    if (bytes[at] === 0x5d) return at + 1;
    let length = 0;
    for (;;) {
      if (bytes[at] !== quote || this.count === limits.itemsARequest) return -1;
      const idStart = at + 1;
      const close = this.#id(text, idStart, length);
      if (close < 0) return -1;
      length = close - idStart;
      at = close + 1;
      // Mostly no white space stands here.
      if (bytes[at] === comma && bytes[at + 1] === quote) {
        at++;
        continue;
      }
      at = skip(bytes, at);
      const next = bytes[at++];
      if (next === 0x5d) return at;
      if (next !== comma) return -1;
      at = skip(bytes, at);
    }
  }

  /** Notes an id; guesses that it is as long as the one before it. Where its closing quote stands, or -1. */
  #id(text: Text, start: number, lastLength: number): number {
    let close = start + lastLength;
    if (!this.#mayGuess || lastLength === 0 || text.bytes[close] !== quote) {
      close = this.#plain.read(text, start, text.bytes.length);
      if (close < 0 || close - start > limits.idCharacters) return -1;
    }
    if (this.count === this.starts.length) this.#grow();
    this.starts[this.count] = start;
    this.ends[this.count++] = close;
    return close;
  }

  #grow(): void {
    this.ordinals = doubled(this.ordinals);
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
  }
}

const agentKey = Buffer.from('"agent"');
const devicesKey = Buffer.from('"devices"');
const bootsKey = Buffer.from('"boots"');
