import { setTimeout as delay } from "node:timers/promises";

/** Runs `task` again and again with `everyMs` between the end of one and the next; a failure goes to `onFailed`. */
export function repeat(
  everyMs: number,
  task: () => Promise<void>,
  onFailed: (error: unknown) => void,
): () => Promise<void> {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      await delay(everyMs, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
      await task().catch(onFailed);
    }
  })();
  return async () => {
    stop.abort();
    await running;
  };
}
