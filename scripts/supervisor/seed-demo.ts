import { Problem } from "../problem.mjs";
import { step } from "../progress.mjs";
import { runCommand } from "../run-command.mjs";
import type { LogFile } from "./log-file";
import { nodeArguments } from "./parts";

/** For no reason that a person has to take away first: a second try may do. */
export class SeedFailed extends Problem {}

/** Loads the demo in a process of its own, which prints how far it is. */
export async function seedDemo(
  root: string,
  variables: NodeJS.ProcessEnv,
  scene: string | undefined,
  log: LogFile,
  signal: AbortSignal,
): Promise<void> {
  await step("Loading the demo", async (note) => {
    const args = nodeArguments(["lib/demo/seed-main.ts", ...(scene ? ["--scene", scene] : [])]);
    const { code, output } = await runCommand(process.execPath, args, {
      cwd: root,
      env: { ...variables, NODE_ENV: "production" },
      signal,
      onLine: (line: string) => {
        log.write(`${line}\n`);
        if (!line.startsWith("{")) note(line);
      },
    });
    if (code === 0) return;
    if (/ENOSPC|No space left/.test(output)) {
      throw new Problem(
        "The demo does not fit on the disk: make 5 GB of room, or set MUSTER_DATA to a folder on another one.",
      );
    }
    throw new SeedFailed(`The demo could not be loaded: ${log.lastLine()} (log: ${log.path}).`);
  });
}
