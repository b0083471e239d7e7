// Steps over JSON in bytes, shared by the scanners. -1: not what was expected.

export const quote = 0x22;
export const comma = 0x2c;

/** Over JSON's white space. */
export function skip(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** `key` with both its quotes. */
export function isKey(bytes: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  return true;
}

/** Where the value begins of the key that ends at `start`. */
export function afterColon(bytes: Uint8Array, start: number): number {
  const at = skip(bytes, start);
  return bytes[at] === 0x3a ? skip(bytes, at + 1) : -1;
}

export function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const made = new Int32Array(old.length * 2);
  made.set(old);
  return made;
}
