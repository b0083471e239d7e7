import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { type Anchor, type AnchorPlace, anchorLine } from "./anchor";

/** Appends lines to a file (mode 0600), each on the disk before the next. */
export function fileAnchor(path: string): AnchorPlace {
  return {
    name: path,
    async write(anchor: Anchor) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, "a+", 0o600);
      try {
        const { size } = await file.stat();
        // The end of a line that a crash cut short: what follows must not be joined to it.
        const isCut = size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() !== "\n";
        await file.write(`${isCut ? "\n" : ""}${anchorLine(anchor)}\n`);
        await file.sync();
        if (size === 0) await syncFolder(dirname(path));
      } finally {
        await file.close();
      }
    },
  };
}

/** A new file's name is on the disk only with its folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}
