import { connectDatabase, type Database } from "@/db/client";
import { databaseUrl, readEnv } from "./env";

// Next loads a module anew for each bundle and, in development, at each edit; a process has one pool all the same.
const holder = globalThis as { musterDatabase?: Database };

/** The pool of this process, for the web and the command line; gateway and worker make their own. */
export function processDatabase(): Database {
  holder.musterDatabase ??= connectDatabase(databaseUrl(readEnv()), {
    name: "muster-web",
    max: 12,
    statementTimeoutMs: 30_000,
  });
  return holder.musterDatabase;
}
