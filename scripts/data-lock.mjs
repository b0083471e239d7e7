import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";

/**
 * Makes the data directory and takes it for this process. Throws a Problem when another start has it.
 * `wasKilled`: the last start on it did not end by itself, so its processes may still be ending.
 * @param {string} directory
 * @returns {{ wasKilled: boolean, release: () => void }}
 */
export function takeDataDirectory(directory) {
  makeDirectory(directory);
  const file = join(directory, "supervisor.lock");
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    let wasKilled = false;
    while (!isLinked(own, file)) {
      const holder = readHolder(file);
      if (holder && isRunning(holder)) {
        throw new Problem(
          `Muster runs on ${directory} already (process ${holder.pid}): end that one, or set MUSTER_DATA to another folder.`,
        );
      }
      wasKilled = true;
      moveAside(file, `${own}.stale`);
    }
    return { wasKilled, release: () => rmSync(file, { force: true }) };
  } finally {
    rmSync(own, { force: true });
  }
}

function makeDirectory(/** @type {string} */ directory) {
  try {
    // Others may pass through, since Postgres runs as another user under root; what is in it is closed to them.
    mkdirSync(directory, { recursive: true, mode: 0o711 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason =
      {
        EACCES: "no permission",
        EROFS: "the disk is read-only",
        ENOSPC: "the disk is full",
        EEXIST: "a file is there",
      }[code] ?? code;
    throw new Problem(
      `Cannot make the data directory ${directory} (${reason}): set MUSTER_DATA to a folder you may write.`,
      {
        cause: error,
      },
    );
  }
}

/** A link is made whole or not at all, so of two starts at once only one gets it. */
function isLinked(/** @type {string} */ own, /** @type {string} */ file) {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(/** @type {string} */ file) {
  try {
    const [pid = "", ...start] = readFileSync(file, "utf8").trim().split(" ");
    return { pid: Number(pid), start: start.join(" ") };
  } catch {
    return undefined;
  }
}

function moveAside(/** @type {string} */ file, /** @type {string} */ aside) {
  try {
    renameSync(file, aside);
    const moved = readHolder(aside);
    // Another start replaced it in between: that one has the directory, and gets its lock back.
    if (moved && isRunning(moved)) linkSync(aside, file);
  } catch {
    // Another start moved it first; the next round sees whose it is now.
  }
  rmSync(aside, { force: true });
}

const isRunning = (/** @type {{ pid: number, start: string }} */ holder) =>
  holder.start !== "" && startOf(holder.pid) === holder.start;

/** When a process began, so that a number given to another program after a restart of the machine is not taken for Muster. */
function startOf(/** @type {number} */ pid) {
  try {
    if (process.platform === "linux") {
      const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      return state === "Z" ? "" : (fields[18] ?? "");
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return "";
  }
}
