import type { FleetDirectory } from "../directory";
import { type StoredDimension, storedDimensions } from "../types";
import type { Contributions, CountSink } from "./contributions";

/**
 * Slots of a key: devices connected, outdated_agent, legacy_token, unverified, silent, quarantined, unknown (the
 * state's code less one), seen, verified; then the same nine in GPUs.
 */
export const slotsAKey = 18;
const stateSlots = 7;
const seenSlot = 7;
const verifiedSlot = 8;
const gpuSlots = 9;

/** How many keys each dimension has: the values of the directory's dictionaries. */
export type DimensionSizes = Record<StoredDimension, number>;

export const dimensionSizes = (directory: FleetDirectory): DimensionSizes => ({
  fleet: 1,
  region: directory.regions.values.length,
  gpu_model: directory.gpuModels.values.length,
  agent: directory.agents.values.length,
});

/** The running counts of one shard by dimension and key. */
export class DimensionCounts implements CountSink {
  readonly slots: Record<StoredDimension, Int32Array>;

  constructor(sizes: DimensionSizes) {
    this.slots = {
      fleet: new Int32Array(sizes.fleet * slotsAKey),
      region: new Int32Array(sizes.region * slotsAKey),
      gpu_model: new Int32Array(sizes.gpu_model * slotsAKey),
      agent: new Int32Array(sizes.agent * slotsAKey),
    };
  }

  count(of: Contributions, offset: number, sign: 1 | -1): void {
    const code = of.code[offset] as number;
    if (code === 0) return;
    this.#addTo(this.slots.fleet, 0, of, offset, sign);
    this.#addTo(this.slots.region, of.region[offset] as number, of, offset, sign);
    this.#addTo(this.slots.gpu_model, of.gpuModel[offset] as number, of, offset, sign);
    this.#addTo(this.slots.agent, of.agent[offset] as number, of, offset, sign);
  }

  #addTo(slots: Int32Array, key: number, of: Contributions, offset: number, sign: number): void {
    const base = key * slotsAKey;
    const gpus = sign * (of.gpuCount[offset] as number);
    put(slots, base + (of.code[offset] as number) - 1, sign, gpus);
    if (of.isSeen[offset]) put(slots, base + seenSlot, sign, gpus);
    if (of.isVerified[offset]) put(slots, base + verifiedSlot, sign, gpus);
  }
}

// Not a closure: this runs for every device that changes, and making one each time costs more than the counting.
function put(slots: Int32Array, slot: number, devices: number, gpus: number): void {
  slots[slot] = (slots[slot] as number) + devices;
  slots[slot + gpuSlots] = (slots[slot + gpuSlots] as number) + gpus;
}

/** The counts of a span of minutes, summed over shards. */
export class SpanCounts {
  readonly #minutes: Record<StoredDimension, Int32Array>[];

  constructor(
    readonly fromMinute: number,
    readonly toMinute: number,
    sizes: DimensionSizes,
  ) {
    this.#minutes = Array.from({ length: toMinute - fromMinute + 1 }, () => new DimensionCounts(sizes).slots);
  }

  add(minute: number, counts: DimensionCounts): void {
    const into = this.#minutes[minute - this.fromMinute];
    if (!into) throw new RangeError(`minute ${minute} lies outside the span`);
    for (const dimension of storedDimensions) {
      const from = counts.slots[dimension];
      const sum = into[dimension];
      for (let i = 0; i < from.length; i++) sum[i] = (sum[i] as number) + (from[i] as number);
    }
  }

  /** Every key that had an enrolled device at the minute, and the fleet always. */
  *rows(directory: FleetDirectory): Generator<MinuteCounts> {
    const names = {
      fleet: ["" as string | null],
      region: directory.regions.values,
      gpu_model: directory.gpuModels.values,
      agent: directory.agents.values,
    };
    for (let minute = this.fromMinute; minute <= this.toMinute; minute++) {
      for (const dimension of storedDimensions) {
        const slots = this.#minutes[minute - this.fromMinute]?.[dimension] as Int32Array;
        for (let key = 0; key * slotsAKey < slots.length; key++) {
          const counts = slots.subarray(key * slotsAKey, (key + 1) * slotsAKey);
          const isEnrolled = counts.subarray(0, stateSlots).some((count) => count > 0);
          if (isEnrolled || dimension === "fleet")
            yield { dimension, key: names[dimension][key] ?? "", minute, counts };
        }
      }
    }
  }
}

export type MinuteCounts = { dimension: StoredDimension; key: string; minute: number; counts: Int32Array };
