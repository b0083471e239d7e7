import { parseArgs } from "node:util";
import { connectSql } from "@/db/client";
import { AppError } from "@/lib/app-error";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { createLogger } from "@/lib/log";
import { type Scene, scenes } from "./scenario";
import { seedDemo } from "./seed-demo";

/** Loads the demo into the empty database: `seed-main.ts [--scene start|aftermath]`. Progress lines on stdout. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { scene: { type: "string", default: "start" } } });
  const scene = scenes.find((known): known is Scene => known === values.scene);
  if (!scene) return fail(`--scene ${values.scene}: choose one of ${scenes.join(", ")}.`);
  // On a busy machine this process computes for longer than a connection usually takes.
  const options = { max: 8, name: "muster-demo-seed", connectTimeoutSeconds: 120 };
  const sql = connectSql(databaseUrl(readEnv(), "migrate"), options);
  const startedAt = performance.now();
  try {
    await seedDemo(sql, { scene, now: () => new Date(), say });
    say(`The demo is in, after ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    return 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}

main()
  .catch((error: unknown) => {
    if (error instanceof AppError || error instanceof EnvError) return fail(error.message);
    createLogger("demo").error({ err: error }, "the seeding failed");
    return fail(`an unexpected error: ${error instanceof Error ? error.message : String(error)}`);
  })
  .then((code) => {
    process.exitCode = code;
  });
