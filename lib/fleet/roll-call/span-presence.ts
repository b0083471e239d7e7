import type { SqlOrTransaction } from "@/db/client";
import { planes, statePlanes } from "../planes";
import { readPresence } from "../presence/read-presence";
import type { CallLayer } from "./state-at";

/** Who called in the minutes of a span, of one shard. */
export class SpanPresence {
  readonly #layers: (CallLayer | undefined)[] = [];

  constructor(
    readonly fromMinute: number,
    readonly toMinute: number,
  ) {}

  static async read(sql: SqlOrTransaction, shard: number, fromMinute: number, toMinute: number): Promise<SpanPresence> {
    const presence = new SpanPresence(fromMinute, toMinute);
    const query = { planes: [...statePlanes, planes.observed], shards: [shard], fromMinute, toMinute };
    for await (const { plane, minute, bits } of readPresence(sql, query)) presence.put(plane, minute, bits.words);
    return presence;
  }

  put(plane: number, minute: number, words: Uint32Array): void {
    const index = minute - this.fromMinute;
    let layer = this.#layers[index];
    if (!layer) {
      layer = {};
      this.#layers[index] = layer;
    }
    if (plane === planes.admitted) layer.admitted = words;
    else if (plane === planes.outdated_agent) layer.outdatedAgent = words;
    else if (plane === planes.legacy_token) layer.legacyToken = words;
    else if (plane === planes.unverified) layer.unverified = words;
    else if (plane === planes.observed) layer.observed = words;
  }

  layerAt(minute: number): CallLayer | undefined {
    return this.#layers[minute - this.fromMinute];
  }

  /** The latest minute from fromMinute to `minute` in which the device called. */
  lastCall(offset: number, minute: number): number | undefined {
    const index = offset >>> 5;
    const mask = 1 << ((offset & 31) ^ 7);
    for (let at = Math.min(minute, this.toMinute); at >= this.fromMinute; at--) {
      const layer = this.layerAt(at);
      if (!layer) continue;
      const called =
        (layer.admitted?.[index] ?? 0) |
        (layer.outdatedAgent?.[index] ?? 0) |
        (layer.legacyToken?.[index] ?? 0) |
        (layer.unverified?.[index] ?? 0);
      if ((called & mask) !== 0) return at;
    }
    return undefined;
  }
}
