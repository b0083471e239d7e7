import { existsSync, readFileSync, rmSync } from "node:fs";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded";
import type { LogFile } from "./log-file";

const longestPauseMs = 30_000;

export type EmbeddedServer = { url: string; stop(patienceMs: number): Promise<void> };

/** The embedded Postgres, which starts again on the same port when it dies, so that every process finds it there. */
export async function keepEmbeddedServer(
  directory: string,
  log: LogFile,
  say: (line: string) => void,
): Promise<EmbeddedServer> {
  const options = { onLog: (line: string) => log.write(`${line}\n`), onNotice: say };
  let server: EmbeddedPostgres = await startEmbeddedPostgres(directory, options);
  let isStopping = false;
  let revival: Promise<void> = Promise.resolve();

  const watch = () =>
    server.process.once("exit", (code, signal) => {
      if (isStopping) return;
      say(`PostgreSQL ended (${signal ?? `exit ${code}`}); it starts again. Log: ${log.path}`);
      revival = revive();
    });

  async function revive(): Promise<void> {
    for (let pauseMs = 1_000; !isStopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        server = await startEmbeddedPostgres(directory, { ...options, port: server.port });
        watch();
        if (isStopping) await server.stop(5_000);
        else say("PostgreSQL is back.");
        return;
      } catch (error) {
        say(`${error instanceof Error ? error.message : String(error)} Next try in ${pauseMs / 1_000} s.`);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  watch();
  return {
    url: server.url,
    async stop(patienceMs) {
      isStopping = true;
      await Promise.race([revival, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
      await server.stop(patienceMs);
    },
  };
}

/** Deletes the data of a server that does not run. */
export function deleteEmbeddedData(directory: string): void {
  const pointer = `${directory}.at`;
  const places = existsSync(pointer) ? [directory, readFileSync(pointer, "utf8").trim()] : [directory];
  for (const place of places) rmSync(place, { recursive: true, force: true });
}
