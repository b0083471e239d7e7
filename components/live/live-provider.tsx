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
import { Attendance } from "./attendance";
import { openLiveConnection } from "./live-connection";
import { afterEvent, type LiveState } from "./live-store";

const initial: LiveState = { rolledAt: null, pulses: [], connection: "connecting" };
const LiveContext = createContext<LiveState>(initial);
const refreshEveryMs = 1_000;
const touches = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

type Props = {
  /** By which the server knows that nobody is at the page. */
  unattendedCookie: string;
  children: ReactNode;
};

/**
 * Keeps every page up to date: what happens renders it anew on the server and swaps in what differs, so that scroll, focus and
 * what was typed stay. Paused in the past, which does not change, and while nobody looks.
 */
export function LiveProvider({ unattendedCookie, children }: Props) {
  const router = useRouter();
  const isPast = useSearchParams().has("at");
  const [state, setState] = useState(initial);
  const [isRefreshing, startRefresh] = useTransition();
  const isOwed = useRef(false);
  const [attendance] = useState(() => new Attendance(unattendedCookie, Date.now()));
  const refresh = useEffectEvent(() => {
    if (isPast) return;
    // One at a time; what comes meanwhile is owed and made good for after.
    isOwed.current = isRefreshing;
    if (isRefreshing) return;
    attendance.beforeRefresh(Date.now());
    startRefresh(() => router.refresh());
  });
  useEffect(() => {
    if (!isRefreshing && isOwed.current) refresh();
  }, [isRefreshing]);

  useEffect(() => {
    const touch = () => attendance.touch(Date.now());
    // Before whatever the touch sets off asks the server.
    for (const name of touches) addEventListener(name, touch, { capture: true, passive: true });
    return () => {
      for (const name of touches) removeEventListener(name, touch, { capture: true });
    };
  }, [attendance]);

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
