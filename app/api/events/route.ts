import { apiRoute } from "@/app/api-route";
import { logUnexpected } from "@/app/web-log";
import { requirePermission } from "@/lib/access/permissions";
import { currentSession } from "@/lib/access/session";
import { isSessionOpen } from "@/lib/access/sessions/is-session-open";
import { sessionLimits } from "@/lib/access/sessions/session-limits";
import { AppError } from "@/lib/app-error";
import { readEnv } from "@/lib/env";
import { processLiveFeed } from "@/lib/live/process-live-feed";
import { eventStream } from "./event-stream";

export const dynamic = "force-dynamic";

const mostStreams = 1_000;
const mostStreamsASession = 12;
const open = new Map<string, number>();
let streams = 0;

/** What happens, for the pages that a signed-in person has open. */
export const GET = apiRoute(async (ctx, request) => {
  requirePermission(ctx.actor, "fleet.read");
  const found = await currentSession();
  if (!found)
    throw new AppError("unauthenticated", "session_required", "Live events are for signed-in people: sign in.");
  const { sessionId } = found.session;
  take(sessionId);
  const stream = eventStream({
    subscribe: (listener) => processLiveFeed((error) => logUnexpected(error, "live-feed")).subscribe(listener),
    isOpen: () => isSessionOpen(ctx.db, sessionId, new Date(), sessionLimits(readEnv())),
    now: Date.now,
    signal: request.signal,
    onEnd: () => release(sessionId),
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream",
      // Compression would hold events back until its buffer is full.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
});

function take(sessionId: string): void {
  const mine = open.get(sessionId) ?? 0;
  if (streams >= mostStreams || mine >= mostStreamsASession) {
    throw new AppError("too_many_requests", "too_many_streams", "Too many pages are open at once: close some.");
  }
  streams += 1;
  open.set(sessionId, mine + 1);
}

function release(sessionId: string): void {
  streams -= 1;
  const mine = (open.get(sessionId) ?? 1) - 1;
  if (mine > 0) open.set(sessionId, mine);
  else open.delete(sessionId);
}
