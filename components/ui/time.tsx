"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatMoment, formatRelative, formatUtc } from "./format-time";

type TimeProps = {
  /** Milliseconds or RFC 3339. */
  at: number | string | Date;
  /** "absolute" never says "4 min ago": in tables whose rows must not tick. */
  form?: "auto" | "absolute";
  className?: string;
};

/** A moment in the viewer's zone: relative within the last hour, absolute after, UTC on hover, ISO on copy. */
export function Time({ at, form = "auto", className = "" }: TimeProps) {
  const { locale, zone } = usePreferences();
  const now = useNow();
  const ms = new Date(at).getTime();
  const iso = new Date(ms).toISOString();
  const relative = form === "auto" ? formatRelative(ms, now) : null;
  return (
    <time
      dateTime={iso}
      title={`${formatMoment(ms, now, locale, zone)} (${zone}) · ${formatUtc(ms, locale)}`}
      className={className}
      onCopy={(event) => {
        event.clipboardData.setData("text/plain", iso);
        event.preventDefault();
      }}
    >
      {relative ?? formatMoment(ms, now, locale, zone)}
    </time>
  );
}
