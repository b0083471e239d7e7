import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Preferences, Theme } from "@/components/preferences/preferences";
import { themeCookie, zoneCookie } from "@/components/preferences/preferences";

const themes: readonly string[] = ["light", "dark", "system"] satisfies Theme[];

/** How this viewer reads: theme and zone from cookies, locale from the browser's languages. What is not valid counts as unset. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const theme = jar.get(themeCookie)?.value ?? "system";
  const zone = decodeURIComponent(jar.get(zoneCookie)?.value ?? "UTC");
  return {
    theme: themes.includes(theme) ? (theme as Theme) : "system",
    zone: isZone(zone) ? zone : "UTC",
    locale: localeOf(head.get("accept-language")),
    renderedAt: Date.now(),
  };
});

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The words of Muster are English; the locale decides separators and the order of a date. */
function localeOf(acceptLanguage: string | null): string {
  const first = acceptLanguage?.split(",")[0]?.split(";")[0]?.trim();
  try {
    return first && Intl.NumberFormat.supportedLocalesOf(first)[0] ? first : "en-GB";
  } catch {
    return "en-GB";
  }
}
