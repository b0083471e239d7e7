"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState, useTransition } from "react";
import { setServerTime } from "@/components/preferences/use-now";
import type { LiveEvent } from "@/lib/live/live-event";
import { afterEvent, type LiveState } from "./live-store";

const initial: LiveState = { rolledAt: null, pulses: [], connection: "connecting" };
const LiveContext = createContext<LiveState>(initial);
const refreshEveryMs = 1_000;

/**
 * Keeps every page up to date: what happens renders it anew on the server and swaps in what differs, so that scroll, focus and
 * what was typed stay. Paused in the past, which does not change, and while nobody looks.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const isPast = useSearchParams().has("at");
  const [state, setState] = useState(initial);
  const [isRefreshing, startRefresh] = useTransition();
  const refresh = useEffectEvent(() => {
    if (!isPast && !isRefreshing) startRefresh(() => router.refresh());
  });

  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastMs = 0;
    const soon = () => {
      if (timer) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          lastMs = Date.now();
          refresh();
        },
        Math.max(0, lastMs + refreshEveryMs - Date.now()),
      );
    };
    const connect = (isAgain: boolean) => {
      source?.close();
      source = new EventSource("/api/events");
      source.addEventListener("hello", (event) => {
        setServerTime((JSON.parse(event.data) as { now: number }).now);
        setState((before) => {
          // What happened while the connection was away was not told.
          if (isAgain || before.connection === "lost") soon();
          return { ...before, connection: "open" };
        });
      });
      source.addEventListener("message", (message) => {
        // The server's own route wrote it.
        const event = JSON.parse(message.data) as LiveEvent;
        setState((before) => afterEvent(before, event));
        if (event.kind !== "pulse") soon();
      });
      source.addEventListener("error", () => setState((before) => ({ ...before, connection: "lost" })));
    };
    // Browsers allow six connections to a host: pages that nobody looks at must not hold them.
    const onVisibility = () => {
      if (document.visibilityState === "visible") connect(true);
      else source?.close();
    };
    if (document.visibilityState === "visible") connect(false);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearTimeout(timer);
      source?.close();
    };
  }, []);

  return <LiveContext.Provider value={state}>{children}</LiveContext.Provider>;
}

export const useLive = (): LiveState => useContext(LiveContext);
