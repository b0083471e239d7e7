import type { LiveEvent } from "@/lib/live/live-event";

const beatMs = 15_000;

type EventStream = {
  subscribe: (listener: (event: LiveEvent) => void) => () => void;
  /** Asked with every beat; the stream ends when it is no longer so. */
  isOpen: () => Promise<boolean>;
  now: () => number;
  signal: AbortSignal;
  onEnd: () => void;
};

/** Server-sent events: what the feed tells, and a comment now and then that keeps proxies from hanging up. */
export function eventStream({ subscribe, isOpen, now, signal, onEnd }: EventStream): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let hasEnded = false;
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send(`retry: 2000\nevent: hello\ndata: ${JSON.stringify({ now: now() })}\n\n`);
      const unsubscribe = subscribe((event) => {
        // A reader that does not read (a laptop asleep) is let go rather than buffered for.
        if ((controller.desiredSize ?? 0) < -200) return end();
        send(`data: ${JSON.stringify(event)}\n\n`);
      });
      const beat = setInterval(async () => {
        const stands = await isOpen().catch(() => true);
        // The browser may have left while the database was asked.
        if (hasEnded) return;
        if (stands) send(": beat\n\n");
        else end();
      }, beatMs);
      end = () => {
        if (hasEnded) return;
        hasEnded = true;
        unsubscribe();
        clearInterval(beat);
        signal.removeEventListener("abort", end);
        onEnd();
        try {
          controller.close();
        } catch {
          // The browser closed it first.
        }
      };
      signal.addEventListener("abort", end);
      if (signal.aborted) end();
    },
    cancel: () => end(),
  });
}
