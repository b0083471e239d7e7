import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the programs of the packages are, and their libraries; or why they cannot be had on this machine. */
export type Unpacked = { folder: string; libraryPath: string };

const packages = ["glewlwyd", "glewlwyd-common", "sqlite3"];
// What only its configuration by dpkg, its pages or another database would want.
const unneeded = /^(dbconfig|mysql|mariadb|default-mysql|fonts|libjs|libdbd|libdbi|libconfig-inifiles|libterm)/;
const cache = resolve("node_modules/.cache/glewlwyd");

/**
 * Glewlwyd, an OpenID provider in C by babelouest, from Debian's packages: downloaded and unpacked into node_modules/.cache, with the
 * libraries that this machine lacks. Nothing is installed, so that no service starts; root fetches the package lists if there are none.
 */
export function fetchGlewlwyd(): Unpacked | { reason: string } {
  try {
    if (!existsSync(cache)) unpackTo(cache);
    return { folder: cache, libraryPath: libraryPath(cache) };
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { reason: `Glewlwyd could not be fetched from Debian's packages: ${line}` };
  }
}

function unpackTo(folder: string): void {
  mkdirSync(resolve("node_modules/.cache"), { recursive: true });
  const work = mkdtempSync(resolve("node_modules/.cache/glewlwyd-"));
  const names = new Set([...packages, ...missingPackages()]);
  run("apt-get", ["download", "-q", ...names], work);
  for (const file of readdirSync(work)) if (file.endsWith(".deb")) run("dpkg-deb", ["-x", file, "."], work);
  if (!existsSync(join(work, "usr/bin/glewlwyd"))) throw new Error("the package holds no program");
  renameSync(work, folder);
}

/** The libraries that are not installed, as apt would choose them. */
function missingPackages(): string[] {
  const plan = ["install", "--simulate", "--no-install-recommends", ...packages, "dbconfig-no-thanks"];
  let text: string;
  try {
    text = run("apt-get", plan);
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    run("apt-get", ["update", "-q"]);
    text = run("apt-get", plan);
  }
  const names = [...text.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? "");
  return names.filter((name) => name === "libmariadb3" || !unneeded.test(name));
}

function libraryPath(folder: string): string {
  const libraries = join(folder, "usr/lib");
  const triplets = readdirSync(libraries).filter((name) => name.includes("-linux-"));
  return triplets.map((name) => join(libraries, name)).join(":");
}

const run = (program: string, args: string[], cwd?: string): string =>
  execFileSync(program, args, { cwd, encoding: "utf8", timeout: 120_000, stdio: ["ignore", "pipe", "pipe"] });
