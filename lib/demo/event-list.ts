/** Codes of what happens to a device at a minute. From `calls` on: calls + plane, the plane that its heartbeats then set. */
export const events = { absent: 0, present: 1, stops: 2, calls: 3 } as const;
const codeSize = 16;

/** What happens, minute by minute: `packed` from start[i] to start[i + 1] belongs to minute fromMinute + i. */
export type EventList = { fromMinute: number; start: Int32Array; packed: Int32Array };

export const eventDevice = (packed: number): number => Math.floor(packed / codeSize);
export const eventCode = (packed: number): number => packed % codeSize;

/** Collects in any order, sorts by minute at the end. What lies before the span happens at its first minute. */
export class EventCollector {
  #minutes = new Int32Array(1 << 20);
  #packed = new Int32Array(1 << 20);
  #count = 0;

  constructor(
    readonly fromMinute: number,
    /** Exclusive; what lies at or after it is left out. */
    readonly toMinute: number,
  ) {}

  add(minute: number, device: number, code: number): void {
    if (minute >= this.toMinute) return;
    if (this.#count === this.#minutes.length) this.#grow();
    this.#minutes[this.#count] = Math.max(0, minute - this.fromMinute);
    this.#packed[this.#count++] = device * codeSize + code;
  }

  sorted(): EventList {
    const length = this.toMinute - this.fromMinute;
    const start = new Int32Array(length + 1);
    for (let i = 0; i < this.#count; i++) {
      const after = (this.#minutes[i] as number) + 1;
      start[after] = (start[after] as number) + 1;
    }
    for (let i = 1; i <= length; i++) start[i] = (start[i] as number) + (start[i - 1] as number);
    const next = start.slice();
    const packed = new Int32Array(this.#count);
    for (let i = 0; i < this.#count; i++) {
      const minute = this.#minutes[i] as number;
      const at = next[minute] as number;
      packed[at] = this.#packed[i] as number;
      next[minute] = at + 1;
    }
    return { fromMinute: this.fromMinute, start, packed };
  }

  #grow(): void {
    const grow = (old: Int32Array) => {
      const made = new Int32Array(old.length * 2);
      made.set(old);
      return made;
    };
    this.#minutes = grow(this.#minutes);
    this.#packed = grow(this.#packed);
  }
}
