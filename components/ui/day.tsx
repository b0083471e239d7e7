"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatUtcDay } from "./format-time";

/** A day that was entered as one, in UTC: it has no hour, and is the same in every zone. */
export function Day({ at }: { at: Date }) {
  const { locale } = usePreferences();
  return (
    <time dateTime={at.toISOString().slice(0, 10)} title="A day in UTC">
      {formatUtcDay(at.getTime(), locale)}
    </time>
  );
}
