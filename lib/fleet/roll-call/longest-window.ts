import type { FleetDirectory } from "../directory";
import { shardBitCount } from "../shard";

/** The longest window that there can be, in minutes: the directory keeps it in one byte. */
export const longestWindow = 256;

/** The longest window of a shard's devices, in minutes. */
export function longestWindowOf(directory: FleetDirectory, shard: number): number {
  const windows = directory.window.subarray(shard * shardBitCount, (shard + 1) * shardBitCount);
  return windows.reduce((longest, window) => Math.max(longest, window), 1);
}
