"use client";
import { useSyncExternalStore } from "react";
import { usePreferences } from "./preferences-provider";

// One clock a page: a thousand relative times tick together, from one timer that runs only while somebody looks.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let offsetMs = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const snapshot = () => Math.floor((Date.now() + offsetMs) / 1_000) * 1_000;

/** Corrects a browser clock that is wrong: ages are against the server's clock. */
export function setServerTime(serverNow: number): void {
  const difference = serverNow - Date.now();
  offsetMs = Math.abs(difference) > 2_000 ? difference : 0;
}

/** The server's time in milliseconds, whole seconds, ticking. During hydration it is when the server rendered. */
export function useNow(): number {
  const { renderedAt } = usePreferences();
  return useSyncExternalStore(subscribe, snapshot, () => renderedAt);
}
