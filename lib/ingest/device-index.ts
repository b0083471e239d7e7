/** Start value of hashBytes: drawn anew by each process, so that nobody can choose ids that collide. */
export const hashSeed = (Math.random() * 0x1_0000_0000) | 0;

/** FNV-1a over a range of bytes. The scanners compute the same while they look for the closing quote. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashSeed;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash;
}

/**
 * Device id -> ordinal over bytes: a heartbeat's id is found in the body that carried it, without a string being made.
 * Ids stand in one buffer, each after its length in two bytes; slots are pairs of (hash, ordinal + 1), probed linearly.
 * 600,000 ids of 36 characters take 41 MB at most, while it grows.
 */
export class DeviceIndex {
  #slots = new Int32Array(2 * 65_536);
  #mask = 65_535;
  #bytes = new Uint8Array(1 << 20);
  #used = 0;
  /** Where the id of an ordinal stands, plus one; 0: no such device. */
  #starts = new Int32Array(65_536);
  size = 0;

  /** The ordinal of the id in `bytes[start, end)`, whose hashBytes is `hash`; -1 when it is not known. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    for (let at = spread(hash) & this.#mask; ; at = (at + 1) & this.#mask) {
      const entry = slots[2 * at + 1] as number;
      if (entry === 0) return -1;
      if (slots[2 * at] === hash && this.#isIdOf(entry - 1, bytes, start, end)) return entry - 1;
    }
  }

  findText(id: string): number {
    const bytes = Buffer.from(id, "utf8");
    return this.find(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  /** Does nothing for an ordinal that is there: an id never changes. */
  add(ordinal: number, id: string): void {
    if (this.has(ordinal)) return;
    if (ordinal >= this.#starts.length)
      this.#starts = grown(this.#starts, Math.max(ordinal + 1, this.#starts.length * 1.5));
    if ((this.size + 1) * 8 > (this.#mask + 1) * 5) this.#growSlots();
    const length = Buffer.byteLength(id, "utf8");
    const start = this.#used;
    if (start + 2 + length > this.#bytes.length) this.#bytes = grown(this.#bytes, this.#bytes.length * 1.5 + length);
    this.#bytes[start] = length & 0xff;
    this.#bytes[start + 1] = length >>> 8;
    Buffer.from(this.#bytes.buffer).write(id, start + 2, "utf8");
    this.#used = start + 2 + length;
    this.#starts[ordinal] = start + 1;
    this.#place(hashBytes(this.#bytes, start + 2, this.#used), ordinal);
    this.size++;
  }

  has(ordinal: number): boolean {
    return (this.#starts[ordinal] ?? 0) !== 0;
  }

  idOf(ordinal: number): string {
    const start = (this.#starts[ordinal] as number) - 1;
    return Buffer.from(this.#bytes.buffer, start + 2, this.#lengthAt(start)).toString("utf8");
  }

  #lengthAt(start: number): number {
    return (this.#bytes[start] as number) | ((this.#bytes[start + 1] as number) << 8);
  }

  #isIdOf(ordinal: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.#bytes;
    let at = (this.#starts[ordinal] as number) - 1;
    if (this.#lengthAt(at) !== end - start) return false;
    at += 2;
    for (let i = start; i < end; i++, at++) if (own[at] !== bytes[i]) return false;
    return true;
  }

  #place(hash: number, ordinal: number): void {
    let at = spread(hash) & this.#mask;
    while (this.#slots[2 * at + 1] !== 0) at = (at + 1) & this.#mask;
    this.#slots[2 * at] = hash;
    this.#slots[2 * at + 1] = ordinal + 1;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#slots.length / 2 - 1;
    for (let i = 0; i < old.length; i += 2)
      if (old[i + 1] !== 0) this.#place(old[i] as number, (old[i + 1] as number) - 1);
  }
}

/** FNV leaves the low bits of similar ids close together; the finaliser of MurmurHash3 parts them. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

function grown<T extends Uint8Array | Int32Array>(old: T, length: number): T {
  // The constructor of a typed array makes one of the same kind.
  const made = new (old.constructor as new (length: number) => T)(Math.ceil(length));
  made.set(old);
  return made;
}
