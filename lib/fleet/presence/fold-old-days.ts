import type { Sql } from "@/db/client";
import { foldDay } from "./fold-day";
import { listDays } from "./list-days";

const hotDays = 7;

/** Folds every day whose last minute is more than seven days old. Returns those that were folded and dropped. */
export async function foldOldDays(sql: Sql, now: Date, signal?: AbortSignal): Promise<number[]> {
  const today = Math.floor(now.getTime() / 86_400_000);
  const folded: number[] = [];
  for (const day of await listDays(sql, "presence")) {
    if (day >= today - hotDays) break;
    const { isDropped } = await foldDay(sql, day, signal);
    if (isDropped) folded.push(day);
  }
  return folded;
}
