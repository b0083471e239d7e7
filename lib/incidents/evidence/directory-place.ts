import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ContentPlace } from "./content-place";

/** Files named by their ids, never by what their senders call them; readable by Muster alone and never executable. */
export function directoryPlace(directory: string): ContentPlace {
  const whole = (id: string) => join(directory, id);
  const half = (id: string) => join(directory, `${id}.part`);
  return {
    async write(id, blocks) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = await open(half(id), "wx", 0o600);
      try {
        for await (const block of blocks) await file.writeFile(block);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(half(id), whole(id));
      await syncDirectory(directory);
    },
    async *read(id) {
      const file = await open(whole(id), "r");
      yield* file.createReadStream({ highWaterMark: 1_048_576 });
    },
    async remove(id) {
      await Promise.all([half(id), whole(id)].map((path) => rm(path, { force: true })));
    },
  };
}

/** Its name outlives a loss of power too. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
