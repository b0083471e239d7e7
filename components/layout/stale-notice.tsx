"use client";
import { TriangleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useLive } from "@/components/live/live-provider";
import { useNow } from "@/components/preferences/use-now";
import { Time } from "@/components/ui/time";
import { freshnessOf } from "./freshness-of";

/** Says over the numbers that they are old, for who does not look at the header. Nothing while they are not, nor in the past. */
export function StaleNotice({ rolledAt: rendered, minute }: { rolledAt: number; minute: number }) {
  const live = useLive();
  const now = useNow();
  const isPast = useSearchParams().has("at");
  if (isPast || freshnessOf(Math.max(rendered, live.rolledAt ?? 0), now).level !== "stale") return null;
  return (
    <p role="status" className="flex items-center gap-2 rounded-md bg-warn-soft px-3 py-2 text-table text-warn-text">
      <TriangleAlert className="size-4 shrink-0" aria-hidden="true" />
      <span>
        No minute has been counted since <Time at={minute * 60_000} form="absolute" />: the numbers below are of then.
        The worker that counts may be stopped.
      </span>
    </p>
  );
}
