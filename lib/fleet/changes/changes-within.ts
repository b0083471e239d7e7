import { and, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { changes } from "@/db/schema/fleet";

/** Changes that nobody took back and that touch [from, to), either end open. One without an end is a moment. */
export function changesWithin({ from, to }: { from?: Date | undefined; to?: Date | undefined }): SQL | undefined {
  return and(
    isNull(changes.deletedAt),
    to ? lt(changes.startsAt, to) : undefined,
    from ? or(gte(changes.startsAt, from), sql`${changes.endsAt} > ${from.toISOString()}`) : undefined,
  );
}
