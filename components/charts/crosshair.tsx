"use client";
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

/** The minute that a page's charts point at together; outside of React's state, so that moving redraws nothing but the line. */
type Crosshair = {
  get: () => number | null;
  set: (minute: number | null) => void;
  subscribe: (listener: () => void) => () => void;
};

function createCrosshair(): Crosshair {
  let minute: number | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => minute,
    set: (next) => {
      if (next === minute) return;
      minute = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const CrosshairContext = createContext<Crosshair>(createCrosshair());

/** Around all charts of a page that share a crosshair. */
export function CrosshairProvider({ children }: { children: ReactNode }) {
  const [crosshair] = useState(createCrosshair);
  return <CrosshairContext.Provider value={crosshair}>{children}</CrosshairContext.Provider>;
}

export const useCrosshair = (): Crosshair => useContext(CrosshairContext);

export function useCrosshairMinute(): number | null {
  const crosshair = useCrosshair();
  return useSyncExternalStore(crosshair.subscribe, crosshair.get, () => null);
}
