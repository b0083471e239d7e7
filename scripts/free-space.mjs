import { existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Problem } from "./problem.mjs";

const gigabytes = (/** @type {number} */ bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * Throws a Problem when the file system of `directory` (which need not exist yet) has less than `neededBytes` free.
 * @param {string} directory
 * @param {number} neededBytes
 * @param {string} purpose
 * @param {string} [advice]
 * @param {(path: string) => { bavail: number, bsize: number }} [statfs]
 */
export function checkFreeSpace(directory, neededBytes, purpose, advice = "make room", statfs = statfsSync) {
  let at = resolve(directory);
  while (!existsSync(at)) at = dirname(at);
  const { bavail, bsize } = statfs(at);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new Problem(
    `Only ${gigabytes(free)} free at ${at}, and ${purpose} needs ${gigabytes(neededBytes)}: ${advice}.`,
  );
}
