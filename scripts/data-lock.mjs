import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "./lock-file.mjs";
import { Problem } from "./problem.mjs";

/** @type {Record<string, string>} */
const reasons = {
  EACCES: "no permission",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EEXIST: "a file is there",
  ENOTDIR: "a file is there",
};

/**
 * Makes the data directory and takes it for this process. Throws a Problem when it cannot, or when another start has it.
 * `wasKilled`: the last start on it did not end by itself, so its processes may still be ending.
 * @param {string} directory
 * @returns {{ wasKilled: boolean, release: () => void }}
 */
export function takeDataDirectory(directory) {
  const lock = lockIn(directory);
  if (lock.holder === undefined) return { wasKilled: lock.wasLeft, release: lock.release };
  throw new Problem(
    `Muster runs on ${directory} already (process ${lock.holder}): end that one, or set MUSTER_DATA to another folder.`,
  );
}

function lockIn(/** @type {string} */ directory) {
  try {
    // Others may pass through, since Postgres runs as another user under root; what is in it is closed to them.
    mkdirSync(directory, { recursive: true, mode: 0o711 });
    return takeLock(join(directory, "supervisor.lock"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Problem(
      `Cannot write the data directory ${directory} (${reasons[code] ?? code}): set MUSTER_DATA to a folder you may write.`,
      { cause: error },
    );
  }
}
