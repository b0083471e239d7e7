import type { SqlOrTransaction } from "@/db/client";
import { measureColumns } from "../measures";
import { type MinuteCounts, slotsAKey } from "./dimension-counts";

const rowsAtOnce = 10_000;

const keyOf = (row: { dimension: string; key: string; minute: number }) => `${row.minute}/${row.dimension}/${row.key}`;

/**
 * Makes fleet_minutes of the span these rows. A row that stood there already with other figures, or that comes into a
 * minute counted before, gets `revisedAt`; the same figures leave it alone. Returns the minutes that were revised.
 */
export async function writeCounts(
  sql: SqlOrTransaction,
  span: { fromMinute: number; toMinute: number; revisedAt: Date },
  rows: Iterable<MinuteCounts>,
): Promise<Set<number>> {
  const stored = await readStored(sql, span);
  const storedMinutes = new Set([...stored.values()].map((row) => row.minute));
  const revised = new Set<number>();
  const fresh: MinuteCounts[] = [];
  const gone: StoredKey[] = [];
  for (const row of rows) {
    const before = stored.get(keyOf(row));
    stored.delete(keyOf(row));
    if (before && row.counts.every((count, slot) => count === before.counts[slot])) continue;
    if (before) gone.push(before);
    if (storedMinutes.has(row.minute)) revised.add(row.minute);
    fresh.push(row);
  }
  for (const row of stored.values()) {
    gone.push(row);
    revised.add(row.minute);
  }
  await deleteCounts(sql, gone);
  for (let start = 0; start < fresh.length; start += rowsAtOnce) {
    await insertCounts(sql, fresh.slice(start, start + rowsAtOnce), (minute) =>
      revised.has(minute) ? span.revisedAt : null,
    );
  }
  return revised;
}

type StoredKey = { dimension: string; key: string; minute: number };
type StoredCounts = StoredKey & { counts: number[] };

async function readStored(
  sql: SqlOrTransaction,
  span: { fromMinute: number; toMinute: number },
): Promise<Map<string, StoredCounts>> {
  const rows = await sql<StoredCounts[]>`
    select dimension, key, minute, array[${sql.unsafe(measureColumns.join(", "))}] as counts from fleet_minutes
    where minute between ${span.fromMinute} and ${span.toMinute}`;
  return new Map(rows.map((row) => [keyOf(row), row]));
}

async function deleteCounts(sql: SqlOrTransaction, rows: readonly StoredKey[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    delete from fleet_minutes stored
    using unnest(
      ${rows.map((row) => row.dimension)}::text[], ${rows.map((row) => row.key)}::text[],
      ${rows.map((row) => row.minute)}::int[]
    ) gone (dimension, key, minute)
    where stored.dimension = gone.dimension and stored.key = gone.key and stored.minute = gone.minute`;
}

async function insertCounts(
  sql: SqlOrTransaction,
  rows: readonly MinuteCounts[],
  revisedAt: (minute: number) => Date | null,
): Promise<void> {
  const slots = Array.from({ length: slotsAKey }, (_, slot) => slot);
  const placeholders = slots.map((slot) => `$${slot + 5}::int[]`).join(", ");
  await sql.unsafe(
    `insert into fleet_minutes (dimension, key, minute, revised_at, ${measureColumns.join(", ")})
     select * from unnest($1::text[], $2::text[], $3::int[], $4::text[]::timestamptz[], ${placeholders})`,
    [
      rows.map((row) => row.dimension),
      rows.map((row) => row.key),
      rows.map((row) => row.minute),
      rows.map((row) => revisedAt(row.minute)?.toISOString() ?? null),
      ...slots.map((slot) => rows.map((row) => row.counts[slot] as number)),
    ],
  );
}
