"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { type Preferences, zoneCookie } from "./preferences";
import { saveCookie } from "./save-cookie";

const PreferencesContext = createContext<Preferences>({ theme: "system", zone: "UTC", locale: "en-GB", renderedAt: 0 });

const never = () => () => {};
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Hydrates with the zone that the server rendered with, then goes over to the browser's and remembers it for the next visit. */
export function PreferencesProvider({ preferences, children }: { preferences: Preferences; children: ReactNode }) {
  const zone = useSyncExternalStore(never, browserZone, () => preferences.zone);
  useEffect(() => saveCookie(zoneCookie, zone), [zone]);
  const value = useMemo(() => ({ ...preferences, zone }), [preferences, zone]);
  return <PreferencesContext.Provider value={value}>{children}</PreferencesContext.Provider>;
}

export const usePreferences = (): Preferences => useContext(PreferencesContext);
