import type { ShardBits } from "../bit-set";
import type { ShardRecords } from "../roll-call/shard-records";
import type { CallLayer } from "../roll-call/state-at";
import { shardWordCount } from "../shard";

const layers = ["admitted", "outdatedAgent", "legacyToken", "unverified"] as const;
const never = -1;

/** In which words (32 devices each) of a shard the calls of a window differ from those of the window a minute before. */
export class CallChanges {
  /** The minute in which the calls of a word last differed from those of the minute before it. */
  readonly #last = new Int32Array(shardWordCount).fill(never);
  readonly #found: Uint16Array;

  constructor(
    readonly indexes: Uint16Array,
    /** How many minutes the longest window of each word has. */
    readonly depths: Uint16Array,
  ) {
    this.#found = new Uint16Array(indexes.length);
  }

  /** To be told of every minute of a window before `within` is asked for its last. */
  note(minute: number, now: CallLayer | undefined, before: CallLayer | undefined): void {
    for (const layer of layers) {
      const [a, b] = [now?.[layer], before?.[layer]];
      if (a && b) this.#compare(minute, a, b);
      else if (a || b) this.#compareWithNobody(minute, (a ?? b) as Uint32Array); // one of them is there
    }
  }

  /** Ascending; holds until the next call. */
  within(minute: number): Uint16Array {
    let count = 0;
    for (let at = 0; at < this.indexes.length; at++) {
      const index = this.indexes[at] as number;
      if ((this.#last[index] as number) > minute - (this.depths[index] as number)) this.#found[count++] = index;
    }
    return this.#found.subarray(0, count);
  }

  #compare(minute: number, now: Uint32Array, before: Uint32Array): void {
    const last = this.#last;
    for (let at = 0; at < this.indexes.length; at++) {
      const index = this.indexes[at] as number;
      if (now[index] !== before[index]) last[index] = minute;
    }
  }

  #compareWithNobody(minute: number, calls: Uint32Array): void {
    const last = this.#last;
    for (let at = 0; at < this.indexes.length; at++) {
      const index = this.indexes[at] as number;
      if (calls[index] !== 0) last[index] = minute;
    }
  }
}

/** The longest window of the candidates in each word, in minutes. */
export function wordDepths({ windowReaches }: ShardRecords, candidates: ShardBits): Uint16Array {
  const depths = new Uint16Array(shardWordCount);
  for (const [depth, reaches] of windowReaches.entries()) {
    for (let i = 0; i < shardWordCount; i++) {
      if (((reaches[i] as number) & (candidates.words[i] as number)) !== 0) depths[i] = depth + 1;
    }
  }
  return depths;
}
