"use client";
import { useState } from "react";
import type { TriageRow } from "@/lib/findings/triage/list-triage";

export type ShownRow = { row: TriageRow; hasLeft: boolean };

/**
 * The list as the viewer has it before them: rows stay at their place as the page is drawn anew, say so when they have left,
 * and those that are new wait until they are asked for. What comes after the last row that is known follows at once.
 */
export function useShownRows(rows: readonly TriageRow[]) {
  const [held, setHeld] = useState(rows);
  const now = new Map(rows.map((row) => [row.id, row]));
  const ids = new Set(held.map(({ id }) => id));
  const lastKnown = rows.findLastIndex(({ id }) => ids.has(id));
  const following = lastKnown < 0 ? [] : rows.slice(lastKnown + 1);
  const waiting = rows.length - following.length - rows.filter(({ id }) => ids.has(id)).length;
  const shown: ShownRow[] = [
    ...held.map((row) => ({ row: now.get(row.id) ?? row, hasLeft: !now.has(row.id) })),
    ...following.map((row) => ({ row, hasLeft: false })),
  ];
  // With nothing to keep the place of, what there is stands there at once.
  const isEmpty = held.length === 0;
  return {
    shown: isEmpty ? rows.map((row) => ({ row, hasLeft: false })) : shown,
    waiting: isEmpty ? 0 : waiting,
    left: isEmpty ? 0 : shown.filter(({ hasLeft }) => hasLeft).length,
    renew: () => setHeld(rows),
  };
}
