import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Takes a lock that a process holds as long as it lives, however it ends.
 * `holder`: the living process that has it instead. `wasLeft`: its last holder did not give it back.
 * @param {string} file
 * @returns {{ holder: number } | { holder: undefined, wasLeft: boolean, release: () => void }}
 */
export function takeLock(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    let wasLeft = false;
    while (!isLinked(own, file)) {
      const holder = readHolder(file);
      if (holder && isRunning(holder)) return { holder: holder.pid };
      wasLeft = true;
      moveAside(file, `${own}.left`);
    }
    return { holder: undefined, wasLeft, release: () => rmSync(file, { force: true }) };
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link is made whole or not at all, so of two that want it at once only one gets it. */
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
    // Somebody replaced it in between: that one has the lock, and gets it back.
    if (moved && isRunning(moved)) linkSync(aside, file);
  } catch {
    // Somebody moved it first; the next round sees whose it is now.
  }
  rmSync(aside, { force: true });
}

const isRunning = (/** @type {{ pid: number, start: string }} */ holder) =>
  holder.start !== "" && startOf(holder.pid) === holder.start;

/** When a process began, so that a number given to another program after a restart of the machine is not taken for it. */
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
