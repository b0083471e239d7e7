import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "./lock-file.mjs";
import { say } from "./progress.mjs";

const pauseMs = 500;

/**
 * Runs what changes the packages or the build of `root` while no other start or test run does.
 * @template T
 * @param {string} root
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function aloneIn(root, signal, run) {
  const folder = join(root, ".cache");
  mkdirSync(folder, { recursive: true });
  let hasSaid = false;
  for (;;) {
    signal?.throwIfAborted();
    const lock = takeLock(join(folder, "setup.lock"));
    if (lock.holder === undefined) return run().finally(lock.release);
    if (!hasSaid) say(`Process ${lock.holder} installs or builds here: waiting for it.`);
    hasSaid = true;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
