"use client";
import { useLive } from "@/components/live/live-provider";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatDuration, formatUtc } from "@/components/ui/format-time";
import { freshnessOf } from "./freshness-of";

const looks = {
  fresh: "text-muted",
  late: "font-medium text-warn-text",
  stale: "font-medium text-bad-text",
  none: "text-muted",
} as const;

/** How old the newest closed minute is; amber after 90 s, red after 180 s, with the word that says so. */
export function Freshness({ rolledAt: renderedRolledAt }: { rolledAt: number | null }) {
  const live = useLive();
  const rolledAt = live.rolledAt === null ? renderedRolledAt : Math.max(live.rolledAt, renderedRolledAt ?? 0);
  const now = useNow();
  const { locale } = usePreferences();
  const { level, ageMs } = freshnessOf(rolledAt, now);
  const title = rolledAt === null ? "No minute has been closed yet" : `Last roll call: ${formatUtc(rolledAt, locale)}`;
  return (
    <span className={`flex items-center gap-1.5 text-caption whitespace-nowrap ${looks[level]}`} title={title}>
      <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
        {level === "stale" ? (
          <path d="M0 0h8v8H0Z" fill="currentColor" />
        ) : (
          <circle cx="4" cy="4" r="3.5" fill={level === "fresh" ? "var(--connected)" : "currentColor"} />
        )}
      </svg>
      {level === "none" ? (
        "no roll call yet"
      ) : (
        <span>
          {live.connection === "lost" ? <span className="text-warn-text">reconnecting · </span> : null}
          {level === "stale" ? "stale: " : ""}
          <span className="max-sm:sr-only">roll call </span>
          {ageMs < 120_000 ? `${Math.round(ageMs / 1_000)} s` : formatDuration(ageMs)} ago
        </span>
      )}
    </span>
  );
}
