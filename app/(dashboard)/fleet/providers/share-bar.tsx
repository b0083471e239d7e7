"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatShare } from "@/components/ui/format-count";
import type { StateCounts } from "@/lib/fleet/types";

/** How much of the enrolled is connected, as a bar and a number. */
export function ShareBar({ counts }: { counts: StateCounts }) {
  const { locale } = usePreferences();
  const { enrolled, connected, unknown } = counts;
  if (enrolled === 0) return <span className="text-muted">no devices</span>;
  if (unknown === enrolled) return <span className="text-muted">unknown</span>;
  return (
    <span className="flex items-center gap-2">
      <span className="h-1.5 w-24 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        <span className="block h-full bg-connected" style={{ width: `${(100 * connected) / enrolled}%` }} />
      </span>
      {formatShare(connected, enrolled, locale)}
    </span>
  );
}
