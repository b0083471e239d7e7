const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The value of one line of newline-JSON; undefined where it is not UTF-8 or not JSON. */
export function parseLine(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(utf8.decode(bytes.subarray(start, end)));
  } catch {
    return undefined;
  }
}

/** Whether the range holds nothing but JSON's white space. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return false;
  }
  return true;
}
