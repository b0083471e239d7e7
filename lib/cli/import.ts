import { createWriteStream } from "node:fs";
import { connectDatabase } from "@/db/client";
import { isDatabaseAway } from "@/lib/access/problem";
import { AppError } from "@/lib/app-error";
import { systemCtx } from "@/lib/context";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { ImportError } from "@/lib/import/import-error";
import { importInventory } from "@/lib/import/import-inventory";
import { importPresence } from "@/lib/import/import-presence";
import { importProviders } from "@/lib/import/import-providers";
import { ImportReport } from "@/lib/import/import-report";
import { type ImportRequest, importHelp, importRequest } from "./import-request";
import { showProgress } from "./show-progress";
import { UsageError } from "./token-request";

const exitCodes = { done: 0, someRefused: 1, couldNot: 2 } as const;

/** `npm run -s import -- providers|inventory|presence FILE …`: progress on stderr, the report on stdout. */
async function main(): Promise<number> {
  const words = process.argv.slice(2);
  if (words.includes("--help")) {
    console.log(importHelp);
    return exitCodes.done;
  }
  const request = importRequest(words);
  const db = connectDatabase(databaseUrl(readEnv()), { name: "muster-import", max: 4 });
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const refused = request.reportFile ? createWriteStream(request.reportFile) : undefined;
  const report = new ImportReport((line, reason) => refused?.write(`${line}\t${reason}\n`));
  const progress = showProgress();
  try {
    const ctx = systemCtx(db, "import command", new Date());
    await run(ctx, request, report, { signal: stop.signal, onProgress: progress.show });
  } finally {
    progress.end();
    refused?.end();
    await db.$client.end({ timeout: 5 });
  }
  for (const line of report.lines()) console.log(line);
  return report.isWhole ? exitCodes.done : exitCodes.someRefused;
}

type Watch = { signal: AbortSignal; onProgress: (what: string, done: number, of: number) => void };

async function run(
  ctx: ReturnType<typeof systemCtx>,
  request: ImportRequest,
  report: ImportReport,
  watch: Watch,
): Promise<void> {
  const { file, map, delimiter, upValues, provider } = request;
  switch (request.kind) {
    case "providers":
      return importProviders(ctx, { file, map, delimiter, ...watch }, report);
    case "inventory":
      if (!provider) throw new UsageError("inventory needs --provider SLUG: whose devices these are.");
      return importInventory(ctx, { file, map, delimiter, provider, ...watch }, report);
    case "presence":
      return importPresence(ctx, { file, map, delimiter, upValues, provider, now: ctx.now, ...watch }, report);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(lineOf(error));
    process.exit(exitCodes.couldNot);
  },
);

function lineOf(error: unknown): string {
  if (
    error instanceof UsageError ||
    error instanceof ImportError ||
    error instanceof EnvError ||
    error instanceof AppError
  ) {
    return error.message;
  }
  if (error instanceof Error && error.name === "AbortError")
    return "Stopped. What was written stays; importing again goes on from there.";
  if (isDatabaseAway(error))
    return "The database does not answer: is Muster running (`npm start -- --empty`)? Or set DATABASE_URL.";
  return `The import stopped: ${error instanceof Error ? error.message : String(error)}`;
}
