import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { incidents } from "@/db/schema/incidents";
import type { RecordedEvent } from "@/lib/events/read-new-events";

/** What is sent of a finding or an incident in place of the event's own words, which may name people. */
export type Description = {
  title: string;
  figures: Record<string, string | number>;
  /** By which its page is found; of an incident. */
  reference?: string;
};

/**
 * The findings and incidents that events are about, by the event's id. Of an incident no more than its reference, state and severity: its words
 * may be for a few alone.
 */
export async function describeEvents(
  db: Transaction,
  events: readonly RecordedEvent[],
): Promise<Map<number, Description>> {
  const known = new Map([
    ...(await describeFindings(db, idsOf(events, "finding"))),
    ...(await describeIncidents(db, idsOf(events, "incident"))),
  ]);
  const described = events.flatMap(({ id, kind, subjects }) => {
    const [area = ""] = kind.split(".");
    const found = known.get(`${area}/${subjects[area]}`);
    return found ? [[id, found] as const] : [];
  });
  return new Map(described);
}

function idsOf(events: readonly RecordedEvent[], area: string): string[] {
  const own = events.filter(({ kind }) => kind.startsWith(`${area}.`));
  return [...new Set(own.flatMap(({ subjects }) => z.uuid().safeParse(subjects[area]).data ?? []))];
}

async function describeFindings(db: Transaction, ids: string[]): Promise<[string, Description][]> {
  if (ids.length === 0) return [];
  const { id, title, rule, severity } = findings;
  const rows = await db.select({ id, title, rule, severity }).from(findings).where(inArray(id, ids));
  return rows.map(({ id, title, ...figures }) => [`finding/${id}`, { title, figures }]);
}

async function describeIncidents(db: Transaction, ids: string[]): Promise<[string, Description][]> {
  if (ids.length === 0) return [];
  const { id, reference, state, severity } = incidents;
  const rows = await db.select({ id, reference, state, severity }).from(incidents).where(inArray(id, ids));
  return rows.map(({ id, reference, ...figures }) => [`incident/${id}`, { title: reference, reference, figures }]);
}
