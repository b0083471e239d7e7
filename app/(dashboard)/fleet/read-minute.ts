import { minuteOf } from "@/lib/fleet/minute";

/** The minute that `?at=` asks for; null for now, and for what is no time. */
export function readMinute(at: string | string[] | undefined): number | null {
  const ms = Date.parse(typeof at === "string" ? at : "");
  return Number.isNaN(ms) ? null : minuteOf(ms);
}
