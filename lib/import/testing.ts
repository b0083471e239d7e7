import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of files for one test file; the caller removes it. */
export function makeFiles(): { write(name: string, text: string | Uint8Array): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "muster-import-"));
  return {
    write(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
