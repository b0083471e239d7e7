import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";
import { addressKey, RateLimit } from "@/lib/limits/rate-limit";

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

/** The same by the address that it comes from. */
export function limitAddress(address: string | null | undefined, purpose: "signIn" | "refused", now: Date): void {
  refuse(limits()[purpose].take(addressKey(address ?? undefined), now.getTime()));
}

function refuse(retryAfterSeconds: number): void {
  if (retryAfterSeconds === 0) return;
  const message = `Too many requests: try again in ${retryAfterSeconds} s.`;
  throw new AppError("too_many_requests", "too_many_requests", message, { retryAfterSeconds });
}
