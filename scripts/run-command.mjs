import { spawn } from "node:child_process";

/**
 * Runs a program without showing what it prints. Resolves to its exit code and the end of its output, stdout and stderr together.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let unfinished = "";
    const take = (/** @type {string} */ text) => {
      output = (output + text).slice(-200_000);
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") options.onLine?.(line.trimEnd());
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", take);
    const end = () => child.kill("SIGTERM");
    options.signal?.addEventListener("abort", end);
    child.once("error", reject);
    child.once("close", (code) => {
      options.signal?.removeEventListener("abort", end);
      if (options.signal?.aborted) reject(options.signal.reason);
      else resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * The last lines that say something, for the one who has to find out why.
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 15) {
  return output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count)
    .join("\n");
}
