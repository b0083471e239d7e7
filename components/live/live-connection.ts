import type { LiveEvent } from "@/lib/live/live-event";

type LiveListener = {
  /** The connection stands; `serverNow` is the server's clock. After the first time, something may have been missed. */
  onHello: (serverNow: number) => void;
  onEvent: (event: LiveEvent) => void;
  onLost: () => void;
};

/** Server-sent events while somebody looks at the page. Returns the way to end them. */
export function openLiveConnection({ onHello, onEvent, onLost }: LiveListener): () => void {
  let source: EventSource | undefined;
  const connect = () => {
    source?.close();
    source = new EventSource("/api/events");
    // The server's own route wrote both kinds of message.
    source.addEventListener("hello", (event) => onHello((JSON.parse(event.data) as { now: number }).now));
    source.addEventListener("message", (event) => onEvent(JSON.parse(event.data) as LiveEvent));
    source.addEventListener("error", onLost);
  };
  // Browsers allow six connections to a host: pages that nobody looks at must not hold them.
  const onVisibility = () => {
    if (document.visibilityState === "visible") connect();
    else source?.close();
  };
  onVisibility();
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    source?.close();
  };
}
