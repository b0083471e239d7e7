"use client";
import { useState } from "react";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import { placeRows } from "./place-rows";

/** The list in front of the viewer: see placeRows. `renew` takes it as it is now. */
export function useShownRows(rows: readonly TriageRow[]) {
  const [held, setHeld] = useState(rows);
  return { ...placeRows(held, rows), renew: () => setHeld(rows) };
}
