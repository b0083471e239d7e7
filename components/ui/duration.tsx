"use client";
import { useNow } from "@/components/preferences/use-now";
import { formatDuration } from "./format-time";

/** How long something lasted, or lasts: with no end it goes on and says so. */
export function Duration({ from, to }: { from: Date | string | number; to: Date | string | number | null }) {
  const now = useNow();
  const start = new Date(from).getTime();
  if (to !== null) return formatDuration(Math.max(0, new Date(to).getTime() - start));
  return `${formatDuration(Math.max(0, now - start))}, going on`;
}
