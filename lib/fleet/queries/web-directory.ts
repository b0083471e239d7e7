import type { Database } from "@/db/client";
import { FleetDirectory } from "../directory";

type Kept = { directory: FleetDirectory; readAt: number; reading: Promise<unknown> | undefined };

// Next loads a module anew for each bundle; a process has one copy all the same. By pool, so that tests have their own.
const holder = globalThis as { musterDirectories?: WeakMap<object, Kept> };
// Two index look-ups: often enough that somebody who enrolled or quarantined sees it on the next page.
const staleAfterMs = 200;

/**
 * The current attributes of all devices, kept in memory by this process (30 MB for 600,000) and brought up to date when asked,
 * at most five times a second. The first call reads them all: 2 s for 600,000.
 */
export async function fleetDirectory(db: Database): Promise<FleetDirectory> {
  holder.musterDirectories ??= new WeakMap();
  let kept = holder.musterDirectories.get(db.$client);
  if (!kept) {
    kept = { directory: new FleetDirectory(), readAt: Number.NEGATIVE_INFINITY, reading: undefined };
    holder.musterDirectories.set(db.$client, kept);
  }
  await bringUpToDate(kept, db);
  return kept.directory;
}

async function bringUpToDate(kept: Kept, db: Database): Promise<void> {
  if (!kept.reading && performance.now() - kept.readAt < staleAfterMs) return;
  kept.reading ??= kept.directory.refresh(db.$client).finally(() => {
    kept.reading = undefined;
    kept.readAt = performance.now();
  });
  await kept.reading;
}
