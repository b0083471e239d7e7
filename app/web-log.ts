import { randomBytes } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import { readEnv } from "@/lib/env";
import { createLogger, type Logger } from "@/lib/log";

const holder = globalThis as { musterWebLog?: Logger };

/** The log of the web process. */
export function webLog(): Logger {
  holder.musterWebLog ??= createLogger("web", readEnv().LOG_LEVEL);
  return holder.musterWebLog;
}

/** Logs what nobody expected, once, and returns the reference number under which it stands. Next's own signals pass through. */
export function logUnexpected(error: unknown, where: string): string {
  unstable_rethrow(error);
  const reference = randomBytes(4).toString("hex");
  webLog().error({ err: error, reference, where }, "unexpected error");
  return reference;
}
