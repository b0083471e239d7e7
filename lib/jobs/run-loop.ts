import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@/lib/log";
import { LeaseLostError } from "./lease";

const retryMs = 1_000;

/**
 * Runs `step` again and again until `signal`; it returns after how many milliseconds it wants to run next. A failure
 * (the database is away, another holder took a lease) ends nothing: it is logged once, tried again each second, and the
 * end of it logged.
 */
export async function runLoop(
  loop: { name: string; signal: AbortSignal; log: Logger },
  step: () => Promise<number>,
): Promise<void> {
  const { name, signal, log } = loop;
  let isFailing = false;
  while (!signal.aborted) {
    let waitMs = retryMs;
    try {
      waitMs = await step();
      if (isFailing) log.info({ job: name }, "works again");
      isFailing = false;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof LeaseLostError) log.info({ job: name }, "another worker has taken over");
      else if (!isFailing) log.error({ job: name, err: error }, "fails, and is tried again until it works");
      isFailing ||= !(error instanceof LeaseLostError);
    }
    await delay(waitMs, undefined, { signal }).catch(() => {});
  }
}
