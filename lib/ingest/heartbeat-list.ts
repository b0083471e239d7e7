import type { HeartbeatScanner } from "./heartbeat-scanner";
import type { Text } from "./id-words";
import { afterColon, comma, doubled, isKey, skip } from "./json-bytes";
import { limits } from "./limits";

/**
 * Finds where each heartbeat of {"heartbeats":[{…},…]} starts, when all of the body is of the usual shape: only then may
 * the first be placed, since a body that turns out not to be JSON is refused as a whole.
 */
export class HeartbeatList {
  count = 0;
  starts = new Int32Array(1_024);

  scan(text: Text, scanner: HeartbeatScanner): boolean {
    const { bytes } = text;
    this.count = 0;
    let at = skip(bytes, 0);
    if (bytes[at] !== 0x7b) return false;
    at = skip(bytes, at + 1);
    if (!isKey(bytes, at, key)) return false;
    at = afterColon(bytes, at + key.length);
    if (at < 0 || bytes[at] !== 0x5b) return false;
    at = this.#items(text, skip(bytes, at + 1), scanner);
    if (at < 0) return false;
    at = skip(bytes, at);
    return bytes[at] === 0x7d && skip(bytes, at + 1) === bytes.length;
  }

  #items(text: Text, start: number, scanner: HeartbeatScanner): number {
    const { bytes } = text;
    if (bytes[start] === 0x5d) return start + 1;
    for (let at = start; ; ) {
      if (this.count === limits.itemsARequest) return -1;
      if (this.count === this.starts.length) this.starts = doubled(this.starts);
      this.starts[this.count++] = at;
      at = scanner.scanObject(text, at, bytes.length);
      if (at < 0) return -1;
      at = skip(bytes, at);
      const next = bytes[at++];
      if (next === 0x5d) return at;
      if (next !== comma) return -1;
      at = skip(bytes, at);
    }
  }
}

const key = Buffer.from('"heartbeats"');
