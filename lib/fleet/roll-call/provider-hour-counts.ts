import { hourOfMinute, minutesAnHour } from "../minute";
import { stateCodes } from "../states";
import type { Contributions, CountSink } from "./contributions";

/**
 * Enrolled, connected and blocked devices; enrolled, connected, blocked and verified GPUs; and apart from all these,
 * devices whose state was unknown.
 */
export const slotsAProvider = 8;
export const unknownSlot = 7;

/**
 * Device and GPU minutes by provider of one shard, over the whole hours of a span. Minutes in which a device's state
 * was unknown are left out. A device that changes adds or takes the minutes that are left of its hour, so minutes
 * without changes cost nothing.
 */
export class ProviderHourCounts implements CountSink {
  /** By hour; only hours whose first minute the walk has passed. */
  readonly hours = new Map<number, Float64Array>();
  /** Of the devices as counted at the moment: all but the quarantined, and those apart. */
  readonly #running: Float64Array;
  readonly #held: Float64Array;
  #sums: Float64Array | undefined;

  /** `coveredFrom(minute)`: the minutes from this one to the end of its hour in which Muster listened. */
  constructor(
    providerSize: number,
    readonly coveredFrom: (minute: number) => number,
  ) {
    this.#running = new Float64Array(providerSize * slotsAProvider);
    this.#held = new Float64Array(providerSize * slotsAProvider);
  }

  /** Before anything is counted at `minute`. */
  begin(minute: number): void {
    if (minute % minutesAnHour !== 0) return;
    const covered = this.coveredFrom(minute);
    const held = this.#held;
    this.#sums = this.#running.map((count, slot) => {
      const heldMinutes = slot % slotsAProvider === unknownSlot ? minutesAnHour - covered : covered;
      return count * minutesAnHour + (held[slot] as number) * heldMinutes;
    });
    this.hours.set(hourOfMinute(minute), this.#sums);
  }

  count(of: Contributions, offset: number, sign: 1 | -1, minute: number): void {
    const code = of.code[offset] as number;
    if (code === stateCodes.none) return;
    // A decision is known although Muster did not listen; those minutes are left out all the same.
    const isHeld = code === stateCodes.quarantined;
    const running = isHeld ? this.#held : this.#running;
    const all = minutesAnHour - (minute % minutesAnHour);
    const left = isHeld ? this.coveredFrom(minute) : all;
    const base = (of.provider[offset] as number) * slotsAProvider;
    if (isHeld) this.#put(running, base + unknownSlot, sign, all - left);
    if (code === stateCodes.unknown) {
      this.#put(running, base + unknownSlot, sign, all);
      return;
    }
    const gpus = sign * (of.gpuCount[offset] as number);
    this.#put(running, base, sign, left);
    this.#put(running, base + 3, gpus, left);
    if (code === stateCodes.connected) {
      this.#put(running, base + 1, sign, left);
      this.#put(running, base + 4, gpus, left);
    } else if (code >= stateCodes.blocked_outdated_agent && code <= stateCodes.blocked_unverified) {
      this.#put(running, base + 2, sign, left);
      this.#put(running, base + 5, gpus, left);
    }
    if (of.isVerified[offset]) this.#put(running, base + 6, gpus, left);
  }

  #put(running: Float64Array, slot: number, amount: number, left: number): void {
    running[slot] = (running[slot] as number) + amount;
    if (this.#sums) this.#sums[slot] = (this.#sums[slot] as number) + amount * left;
  }
}
