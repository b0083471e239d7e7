import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import type { RecordedEvent } from "@/lib/events/read-new-events";

export type DescribedFinding = { id: string; title: string; rule: string; severity: string };

/** The findings that events are about, by id: what opened, came back or was resolved is told with what it is. */
export async function describeFindings(
  db: Transaction,
  events: readonly RecordedEvent[],
): Promise<Map<string, DescribedFinding>> {
  const ids = events.flatMap(({ subjects }) => z.uuid().safeParse(subjects.finding).data ?? []);
  if (ids.length === 0) return new Map();
  const { id, title, rule, severity } = findings;
  const rows = await db
    .select({ id, title, rule, severity })
    .from(findings)
    .where(inArray(findings.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
}
