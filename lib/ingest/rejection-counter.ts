import type { SqlOrTransaction } from "@/db/client";

export const rejectionReasons = [
  "invalid",
  "unknown_device",
  "unknown_provider",
  "foreign_device",
  "retired",
  "too_old",
  "in_future",
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** Rejected items by minute, token and reason, written in batches: what an unknown sender does must not grow with it. */
export class RejectionCounter {
  #counts = new Map<string, number>();
  /** Since the start, by reason, for the metrics. */
  readonly totals = Object.fromEntries(rejectionReasons.map((reason) => [reason, 0])) as Record<
    RejectionReason,
    number
  >;

  add(minute: number, tokenId: string, reason: RejectionReason, count = 1): void {
    const key = `${minute}|${tokenId}|${reason}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    this.totals[reason] += count;
  }

  /** Writes what was counted since; keeps it for the next time when that fails. */
  async flush(sql: SqlOrTransaction): Promise<void> {
    if (this.#counts.size === 0) return;
    const counts = this.#counts;
    this.#counts = new Map();
    const rows = [...counts].map(([key, count]) => [...key.split("|"), count] as [string, string, string, number]);
    try {
      await sql`
        insert into ingest_rejections as r (minute, token_id, reason, count)
        select * from unnest(${rows.map((row) => Number(row[0]))}::int[], ${rows.map((row) => row[1])}::uuid[],
          ${rows.map((row) => row[2])}::text[], ${rows.map((row) => row[3])}::bigint[]) as t(minute, token_id, reason, count)
        order by 1, 2, 3
        on conflict (minute, token_id, reason) do update set count = r.count + excluded.count`;
    } catch (error) {
      for (const [key, count] of counts) this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
      throw error;
    }
  }
}
