"use client";
import { useRouter, useSearchParams } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useTransition,
} from "react";
import { setServerTime } from "@/components/preferences/use-now";
import { atMostEvery } from "./at-most-every";
import { openLiveConnection } from "./live-connection";
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
  const isOwed = useRef(false);
  const refresh = useEffectEvent(() => {
    if (isPast) return;
    // One at a time; what comes meanwhile is owed and made good for after.
    isOwed.current = isRefreshing;
    if (!isRefreshing) startRefresh(() => router.refresh());
  });
  useEffect(() => {
    if (!isRefreshing && isOwed.current) refresh();
  }, [isRefreshing]);

  useEffect(() => {
    const { ask, cancel } = atMostEvery(refreshEveryMs, () => refresh());
    let hasConnected = false;
    const close = openLiveConnection({
      onHello: (serverNow) => {
        setServerTime(serverNow);
        setState((before) => ({ ...before, connection: "open" }));
        // What happened while the connection was away was not told.
        if (hasConnected) ask();
        hasConnected = true;
      },
      onEvent: (event) => {
        setState((before) => afterEvent(before, event));
        if (event.kind !== "pulse") ask();
      },
      onLost: () => setState((before) => ({ ...before, connection: "lost" })),
    });
    return () => {
      cancel();
      close();
    };
  }, []);

  return <LiveContext.Provider value={state}>{children}</LiveContext.Provider>;
}

export const useLive = (): LiveState => useContext(LiveContext);
