import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";
import { processDatabase } from "@/lib/database";
import { addressKey, RateLimit } from "@/lib/limits/rate-limit";
import { takeShared } from "@/lib/limits/shared-rate";

const rates = {
  /** What programs and open pages ask for, by token or person. */
  api: { burst: 600, perMinute: 1_200 },
  /** What a person does, by person. */
  action: { burst: 240, perMinute: 240 },
  /** Files of a whole list, by token or person. */
  export: { burst: 20, perMinute: 20 },
  /** Sign-ins and their way back, by address: a whole office may begin its day behind one. */
  signIn: { burst: 300, perMinute: 300 },
  /** Requests with no valid token or session, by address. */
  refused: { burst: 2_000, perMinute: 1_200 },
} as const;
type Purpose = keyof typeof rates;

// Next bundles each route by itself: what they share stands here, once a process.
const holder = globalThis as { musterLimits?: Record<Purpose, RateLimit> };

function limits(): Record<Purpose, RateLimit> {
  holder.musterLimits ??= {
    api: new RateLimit(rates.api),
    action: new RateLimit(rates.action),
    export: new RateLimit(rates.export),
    signIn: new RateLimit(rates.signIn),
    refused: new RateLimit(rates.refused),
  };
  return holder.musterLimits;
}

/** Counts one of `purpose` by a token or person. Throws AppError "too_many_requests", whose details say how long to wait. */
export function limitActor(actor: Actor, purpose: "api" | "action" | "export", now: Date): void {
  refuse(limits()[purpose].take(`${actor.kind} ${actor.id}`, now.getTime()));
}

/**
 * The same by the address that it comes from, counted over all web servers: who guesses finds no more room by being sent to another one.
 * Each process counts first, so that a flood costs the database no more than the rate; while that is away it counts alone.
 */
export async function limitAddress(
  address: string | null | undefined,
  purpose: "signIn" | "refused",
  now: Date,
): Promise<void> {
  const key = addressKey(address ?? undefined);
  refuse(limits()[purpose].take(key, now.getTime()));
  refuse(await takeShared(processDatabase(), `${purpose} ${key}`, rates[purpose]).catch(() => 0));
}

function refuse(retryAfterSeconds: number): void {
  if (retryAfterSeconds === 0) return;
  const message = `Too many requests: try again in ${retryAfterSeconds} s.`;
  throw new AppError("too_many_requests", "too_many_requests", message, { retryAfterSeconds });
}
