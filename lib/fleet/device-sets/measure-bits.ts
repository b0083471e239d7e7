import type { ShardBits } from "../bit-set";
import type { MeasuredCohort } from "../cohort/resolve-cohort";
import type { FleetDirectory } from "../directory";
import { ordinalOf } from "../shard";

/** How many devices they are and how many GPUs these have now. */
export function measureBits(directory: FleetDirectory, bits: Map<number, ShardBits>): MeasuredCohort {
  const cohort = { bits, devices: 0, gpus: 0 };
  for (const [shard, set] of bits) {
    set.visit((offset) => {
      cohort.devices += 1;
      cohort.gpus += directory.gpuCount[ordinalOf(shard, offset)] ?? 0;
    });
  }
  return cohort;
}
