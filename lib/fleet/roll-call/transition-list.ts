import { shardWordCount } from "../shard";
import { offsetOfBit, type ShardStates } from "./shard-states";

export type Transition = { offset: number; minute: number; from: number; to: number };

const minutesAtMost = 4_096;
const changedWords = new Uint32Array(shardWordCount);

/** Transitions of one shard within a span, packed into numbers that sort by device and minute. */
export class TransitionList {
  #packed = new Float64Array(1_024);
  #length = 0;
  readonly countByMinute: Int32Array;

  constructor(
    readonly fromMinute: number,
    toMinute: number,
  ) {
    const minutes = toMinute - fromMinute + 1;
    if (minutes > minutesAtMost) throw new RangeError(`a span has at most ${minutesAtMost} minutes`);
    this.countByMinute = new Int32Array(minutes);
  }

  get length(): number {
    return this.#length;
  }

  add({ offset, minute, from, to }: Transition): void {
    if (this.#length === this.#packed.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#packed);
      this.#packed = larger;
    }
    const index = minute - this.fromMinute;
    this.countByMinute[index] = (this.countByMinute[index] ?? 0) + 1;
    this.#packed[this.#length++] = ((offset * minutesAtMost + index) * 16 + from) * 16 + to;
  }

  /** Adds what differs between two minutes, and makes `before` the states of the later one. */
  addDifferences(before: ShardStates, after: ShardStates, minute: number): void {
    before.differences(after, changedWords);
    for (let i = 0; i < shardWordCount; i++) {
      let changed = changedWords[i] as number;
      while (changed !== 0) {
        const position = 31 - Math.clz32(changed & -changed);
        changed &= changed - 1;
        const offset = offsetOfBit(i, position);
        this.add({ offset, minute, from: before.codeOfBit(i, position), to: after.codeOfBit(i, position) });
      }
    }
    before.copyFrom(after);
  }

  /** By device, then minute. */
  sorted(): Float64Array {
    return this.#packed.subarray(0, this.#length).sort();
  }

  *[Symbol.iterator](): Generator<Transition> {
    for (const packed of this.sorted()) yield this.unpack(packed);
  }

  unpack(packed: number): Transition {
    const states = packed % 256;
    const rest = (packed - states) / 256;
    return {
      offset: Math.floor(rest / minutesAtMost),
      minute: this.fromMinute + (rest % minutesAtMost),
      from: states >>> 4,
      to: states & 15,
    };
  }
}
