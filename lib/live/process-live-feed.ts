import { processDatabase } from "@/lib/database";
import { LiveFeed } from "./live-feed";

// Next loads a module anew for each bundle; the process listens once all the same.
const holder = globalThis as { musterLiveFeed?: LiveFeed };

/** The one feed of this process. */
export function processLiveFeed(onError: (error: unknown) => void): LiveFeed {
  holder.musterLiveFeed ??= new LiveFeed(processDatabase(), () => new Date(), onError);
  return holder.musterLiveFeed;
}
