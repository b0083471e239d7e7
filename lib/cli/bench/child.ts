import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

const root = new URL("../../../", import.meta.url).pathname;

/** A process of its own that runs a file of Muster; its stderr is ours. */
export function spawnScript(file: string, env: Record<string, string>, args: string[] = []): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Runs a script to its end and returns the JSON of its last line. */
export async function runScript<T>(file: string, input: unknown): Promise<T> {
  const child = spawnScript(file, {}, [JSON.stringify(input)]);
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  // The script is ours and prints what its caller expects.
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as T;
}

/** Resident memory of a process, now and at its most, in MB. */
export function memoryOf(pid: number): { nowMb: number; peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024;
  return { nowMb: read("VmRSS"), peakMb: read("VmHWM") };
}

const ticksASecond = 100; // USER_HZ, the same on every Linux that node runs on

/** Processor time that a process has used so far, in seconds. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}
