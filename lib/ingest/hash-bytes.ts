/** Drawn anew by each process, so that nobody can choose ids that collide. */
const seed = (Math.random() * 0x1_0000_0000) | 0;

/**
 * A hash of text that is taken four bytes at a time, so that a scanner can compute it while it looks for the closing
 * quote: begin, mix each whole word, end with the bytes that are left. 36 characters take 10 steps instead of 36.
 */
export const hashStart = seed;

export function mixWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** `tail` holds the last bytes, fewer than four, the first of them lowest. */
export function endHash(hash: number, tail: number, length: number): number {
  const mixed = Math.imul(mixWord(hash, tail) ^ length, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashStart;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixWord(hash, wordAt(bytes, at));
  return endHash(hash, tailAt(bytes, at, end), end - start);
}

/** hashBytes of a range of a view. */
export function hashText(view: DataView, start: number, end: number): number {
  let hash = hashStart;
  let at = start;
  for (const last = end - 4; at <= last; at += 4) hash = mixWord(hash, view.getInt32(at, true));
  let tail = 0;
  for (let shift = 0; at < end; at++, shift += 8) tail |= view.getUint8(at) << shift;
  return endHash(hash, tail, end - start);
}

function wordAt(b: Uint8Array, at: number): number {
  return (
    (b[at] as number) | ((b[at + 1] as number) << 8) | ((b[at + 2] as number) << 16) | ((b[at + 3] as number) << 24)
  );
}

function tailAt(bytes: Uint8Array, start: number, end: number): number {
  let tail = 0;
  for (let at = start, shift = 0; at < end; at++, shift += 8) tail |= (bytes[at] as number) << shift;
  return tail;
}

/**
 * Not 0 when one of the four bytes is not plain: below a space, above a tilde, a quote or a backslash. Four comparisons in
 * one (Hacker's Delight, 6-1): x - 0x01… borrows into the high bit of a byte that is 0.
 */
export function unplain(word: number): number {
  const quote = word ^ 0x22222222;
  const backslash = word ^ 0x5c5c5c5c;
  const del = word ^ 0x7f7f7f7f;
  const low = (word - 0x20202020) & ~word;
  const equal = ((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | ((del - 0x01010101) & ~del);
  return (low | equal | word) & 0x80808080;
}
