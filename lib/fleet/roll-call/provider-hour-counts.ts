import { stateCodes } from "../states";
import type { Contributions, CountSink } from "./contributions";

/** Enrolled, connected and blocked devices; enrolled, connected, blocked and verified GPUs. */
export const slotsAProvider = 7;

/**
 * Device and GPU minutes by provider of one shard, over one hour. A device that changes at a minute adds or takes the covered
 * minutes that are left of its hour, so minutes without changes cost nothing.
 */
export class ProviderHourCounts implements CountSink {
  readonly sums: Float64Array;

  /** `coveredFrom(minute)`: the covered minutes from this one to the end of the hour. */
  constructor(
    providerSize: number,
    readonly coveredFrom: (minute: number) => number,
  ) {
    this.sums = new Float64Array(providerSize * slotsAProvider);
  }

  count(of: Contributions, offset: number, sign: 1 | -1, minute: number): void {
    const code = of.code[offset] as number;
    if (code === stateCodes.none) return;
    const base = (of.provider[offset] as number) * slotsAProvider;
    const gpus = sign * (of.gpuCount[offset] as number);
    const left = this.coveredFrom(minute);
    this.#put(base, sign * left);
    this.#put(base + 3, gpus * left);
    if (code === stateCodes.connected) {
      this.#put(base + 1, sign * left);
      this.#put(base + 4, gpus * left);
    } else if (code >= stateCodes.blocked_outdated_agent && code <= stateCodes.blocked_unverified) {
      this.#put(base + 2, sign * left);
      this.#put(base + 5, gpus * left);
    }
    if (of.isVerified[offset]) this.#put(base + 6, gpus * left);
  }

  #put(slot: number, amount: number): void {
    this.sums[slot] = (this.sums[slot] as number) + amount;
  }
}
