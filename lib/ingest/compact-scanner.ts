import { type DeviceIndex, hashSeed } from "./device-index";
import { limits } from "./limits";

const quote = 0x22;

/**
 * Reads {"agent":"…","devices":["…",…]} straight from the body's bytes and looks every id up on the way; boots, escapes,
 * other scripts and anything unusual are left to JSON.parse.
 */
export class CompactScanner {
  agentStart = -1;
  agentEnd = 0;
  count = 0;
  /** By index: the ordinal, or -1 for an unknown id, which starts in the body at `starts[index]`. */
  ordinals = new Int32Array(1_024);
  starts = new Int32Array(1_024);

  scan(bytes: Uint8Array, index: DeviceIndex): boolean {
    this.agentStart = -1;
    this.count = -1;
    let at = skip(bytes, 0);
    if (bytes[at++] !== 0x7b) return false;
    for (;;) {
      at = skip(bytes, at);
      if (isKey(bytes, at, agentKey) && this.agentStart < 0) {
        at = afterColon(bytes, at + agentKey.length);
        at = at < 0 ? -1 : this.#agent(bytes, at);
      } else if (isKey(bytes, at, devicesKey) && this.count < 0) {
        at = afterColon(bytes, at + devicesKey.length);
        at = at < 0 ? -1 : this.#devices(bytes, at, index);
      } else {
        return false;
      }
      if (at < 0) return false;
      at = skip(bytes, at);
      const next = bytes[at++];
      if (next === 0x2c) continue;
      return next === 0x7d && this.count >= 0 && skip(bytes, at) === bytes.length;
    }
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

  #devices(bytes: Uint8Array, start: number, index: DeviceIndex): number {
    if (bytes[start] !== 0x5b) return -1;
    let at = skip(bytes, start + 1);
    this.count = 0;
    if (bytes[at] === 0x5d) return at + 1;
    for (;;) {
      if (bytes[at] !== quote || this.count === limits.itemsARequest) return -1;
      const idStart = ++at;
      let hash = hashSeed;
      let byte = bytes[at] as number;
      while (byte !== quote) {
        if (!(byte >= 0x20 && byte <= 0x7e && byte !== 0x5c)) return -1;
        hash = Math.imul(hash ^ byte, 0x01000193);
        byte = bytes[++at] as number;
      }
      if (at === idStart || at - idStart > limits.idCharacters) return -1;
      this.#put(index.find(bytes, idStart, at, hash), idStart);
      at = skip(bytes, at + 1);
      const next = bytes[at++];
      if (next === 0x5d) return at;
      if (next !== 0x2c) return -1;
      at = skip(bytes, at);
    }
  }

  #put(ordinal: number, start: number): void {
    if (this.count === this.ordinals.length) {
      this.ordinals = doubled(this.ordinals);
      this.starts = doubled(this.starts);
    }
    this.ordinals[this.count] = ordinal;
    this.starts[this.count++] = start;
  }
}

function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const made = new Int32Array(old.length * 2);
  made.set(old);
  return made;
}

const agentKey = Buffer.from('"agent"');
const devicesKey = Buffer.from('"devices"');

function isKey(bytes: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  return true;
}

function afterColon(bytes: Uint8Array, start: number): number {
  const at = skip(bytes, start);
  return bytes[at] === 0x3a ? skip(bytes, at + 1) : -1;
}

/** Over JSON's white space. */
function skip(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}
