export type Placed<Row> = {
  shown: { row: Row; hasLeft: boolean }[];
  /** How many rows are new and wait. */
  waiting: number;
  /** How many of those shown are not in the list any more. */
  left: number;
};

/**
 * A list as the viewer has it before them, once it was read anew: the rows that they had (`held`) keep their places and say
 * so when they have left; what follows the last of them is added at once; what is new above waits.
 */
export function placeRows<Row extends { id: string }>(held: readonly Row[], rows: readonly Row[]): Placed<Row> {
  const plain = (row: Row) => ({ row, hasLeft: false });
  // With nothing to keep the place of, what there is stands there at once.
  if (held.length === 0) return { shown: rows.map(plain), waiting: 0, left: 0 };
  const now = new Map(rows.map((row) => [row.id, row]));
  const ids = new Set(held.map(({ id }) => id));
  const lastKnown = rows.findLastIndex(({ id }) => ids.has(id));
  const following = lastKnown < 0 ? [] : rows.slice(lastKnown + 1);
  const kept = held.map((row) => ({ row: now.get(row.id) ?? row, hasLeft: !now.has(row.id) }));
  const left = kept.filter(({ hasLeft }) => hasLeft).length;
  const waiting = rows.length - following.length - (held.length - left);
  return { shown: [...kept, ...following.map(plain)], waiting, left };
}
