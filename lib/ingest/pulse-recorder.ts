import { ShardBits } from "@/lib/fleet/bit-set";
import type { FleetDirectory } from "@/lib/fleet/directory";
import { shardBitCount } from "@/lib/fleet/shard";
import { enrolledByProvider } from "./enrolled-by-provider";

/** admitted, outdated_agent, legacy_token, unverified */
export const pulseVerdicts = 4;
/** Groups of fewer devices wait for the roll call. */
const smallestProvider = 200;

export type PulseGroups = Record<"fleet" | "region" | "gpu_model" | "agent" | "provider", Record<string, number[]>>;

/** The distinct devices of one slot by verdict. */
export class PulseRecorder {
  #shards: (ShardBits | undefined)[][] = emptyVerdicts();
  #enrolled: Int32Array = new Int32Array(0);
  #slots = 0;

  add(pulseIndex: number, shard: number, offset: number): void {
    this.bitsOf(pulseIndex, shard).add(offset);
  }

  /** Of a shard in the slot that is under way, for many bits, to be added before anything is awaited. */
  bitsOf(pulseIndex: number, shard: number): ShardBits {
    const shards = this.#shards[pulseIndex] as (ShardBits | undefined)[];
    let bits = shards[shard];
    if (!bits) {
      bits = new ShardBits();
      shards[shard] = bits;
    }
    return bits;
  }

  /** The counts of the slot that ends here, by group; what comes now belongs to the next. */
  take(directory: FleetDirectory): PulseGroups {
    const shards = this.#shards;
    this.#shards = emptyVerdicts();
    // Counting everybody takes as long as counting those who called: once a minute will do.
    if (this.#slots++ % 12 === 0) this.#enrolled = enrolledByProvider(directory);
    return countGroups(shards, directory, this.#enrolled);
  }
}

const emptyVerdicts = () => Array.from({ length: pulseVerdicts }, () => [] as (ShardBits | undefined)[]);

function countGroups(
  verdicts: (ShardBits | undefined)[][],
  directory: FleetDirectory,
  enrolled: Int32Array,
): PulseGroups {
  const byRegion = new Counter(directory.region);
  const byModel = new Counter(directory.gpuModel);
  const byAgent = new Counter(directory.agent);
  const byProvider = new Counter(directory.provider);
  const fleet = new Array<number>(pulseVerdicts).fill(0);
  verdicts.forEach((shards, verdict) => {
    shards.forEach((bits, shard) => {
      bits?.visit((offset) => {
        const ordinal = shard * shardBitCount + offset;
        fleet[verdict] = (fleet[verdict] as number) + 1;
        byRegion.add(ordinal, verdict);
        byModel.add(ordinal, verdict);
        byAgent.add(ordinal, verdict);
        byProvider.add(ordinal, verdict);
      });
    });
  });
  return {
    fleet: { "": fleet },
    region: byRegion.named((code) => directory.regions.value(code) ?? ""),
    gpu_model: byModel.named((code) => directory.gpuModels.value(code) ?? ""),
    agent: byAgent.named((code) => directory.agents.value(code) ?? ""),
    provider: byProvider.named((id) => ((enrolled[id] ?? 0) >= smallestProvider ? String(id) : null)),
  };
}

/** A Map of lists takes four times as long, and the whole fleet may have called. */
class Counter {
  /** By key, and in it by verdict. */
  #counts = new Int32Array(256 * pulseVerdicts);

  constructor(readonly keys: Uint16Array | Int32Array) {}

  add(ordinal: number, verdict: number): void {
    const at = (this.keys[ordinal] as number) * pulseVerdicts + verdict;
    if (at >= this.#counts.length) this.#grow(at + 1);
    this.#counts[at] = (this.#counts[at] as number) + 1;
  }

  named(name: (key: number) => string | null): Record<string, number[]> {
    const groups: [string, number[]][] = [];
    for (let at = 0; at < this.#counts.length; at += pulseVerdicts) {
      const counts = [...this.#counts.subarray(at, at + pulseVerdicts)];
      const text = counts.some((count) => count > 0) ? name(at / pulseVerdicts) : null;
      if (text !== null) groups.push([text, counts]);
    }
    return Object.fromEntries(groups);
  }

  #grow(least: number): void {
    const keys = Math.ceil(Math.max(2 * this.#counts.length, least) / pulseVerdicts);
    const larger = new Int32Array(keys * pulseVerdicts);
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
