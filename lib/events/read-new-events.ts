import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

/** A row of domain_events. */
export type RecordedEvent = {
  id: number;
  kind: string;
  title: string;
  happenedAt: Date;
  happenedUntil: Date | null;
  recordedAt: Date;
  subjects: Record<string, unknown>;
  figures: Record<string, unknown>;
};

const eventsAtOnce = 500;
/** After the database was restored elsewhere; what is more is not news. */
const restoredAtOnce = 20_000;

/**
 * Where `reader` begins, if it has not begun: with what commits from now on. One transaction holds the reader's place at a time, until its end.
 */
export async function holdReader(db: Transaction, reader: string): Promise<void> {
  await db.execute(sql`
    insert into event_readers (name, xid, event_id, greatest_event_id)
    select ${reader}, pg_snapshot_xmin(pg_current_snapshot()), 0, coalesce((select max(id) from domain_events), 0)
    on conflict do nothing`);
  await db.execute(sql`select 1 from event_readers where name = ${reader} for update`);
}

type Place = { xid: string; eventId: number; greatestId: number; isRestored: boolean };
type Row = Omit<RecordedEvent, "happenedAt" | "happenedUntil" | "recordedAt"> & {
  xid: string;
  happenedAt: string;
  happenedUntil: string | null;
  recordedAt: string;
};

/**
 * The next events that `reader` has not read, at most 500, in commit order, and moves its place past them: what the caller does with them must be in
 * the same transaction. None while another transaction reads, or before holdReader was ever called.
 */
export async function readNewEvents(db: Transaction, reader: string): Promise<RecordedEvent[]> {
  const [place] = await db.execute<Place>(sql`
    select xid::text as xid, event_id::float8 as "eventId", greatest_event_id::float8 as "greatestId",
      xid > pg_snapshot_xmax(pg_current_snapshot()) as "isRestored"
    from event_readers where name = ${reader} for update skip locked`);
  if (!place) return [];
  return place.isRestored ? readRestored(db, reader, place) : readNext(db, reader, place);
}

const columns = sql.raw(`id::float8 as id, kind, title, happened_at as "happenedAt", happened_until as "happenedUntil",
  recorded_at as "recordedAt", subjects, figures, xid::text as xid`);

async function readNext(db: Transaction, reader: string, place: Place): Promise<RecordedEvent[]> {
  const rows = await db.execute<Row>(sql`
    select ${columns} from domain_events
    where (xid, id) > (${place.xid}::xid8, ${place.eventId}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by domain_events.xid, domain_events.id limit ${eventsAtOnce}`);
  const last = rows.at(-1);
  if (last) await moveTo(db, reader, { xid: last.xid, eventId: last.id, greatestId: greatestOf(rows, place) });
  return rows.map(eventOf);
}

/**
 * A database that was restored elsewhere counts its transactions anew, so that the place lies in what is still to come. Unread are what
 * the earlier server committed after the place, and whatever has a greater id than all that was read.
 */
async function readRestored(db: Transaction, reader: string, place: Place): Promise<RecordedEvent[]> {
  const [clock] = await db.execute<{ xmin: string; xmax: string }>(sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax`);
  if (!clock) return [];
  const rows = await db.execute<Row>(sql`
    select ${columns} from domain_events
    where ((xid, id) > (${place.xid}::xid8, ${place.eventId}::bigint) and xid >= ${clock.xmax}::xid8)
      or (xid < ${clock.xmin}::xid8 and id > ${place.greatestId}::bigint)
    order by domain_events.id desc limit ${restoredAtOnce}`);
  await moveTo(db, reader, { xid: clock.xmin, eventId: 0, greatestId: greatestOf(rows, place) });
  return rows.map(eventOf).reverse();
}

const greatestOf = (rows: readonly Row[], place: Place): number =>
  rows.reduce((greatest, { id }) => Math.max(greatest, id), place.greatestId);

async function moveTo(db: Transaction, reader: string, to: Omit<Place, "isRestored">): Promise<void> {
  await db.execute(sql`
    update event_readers set xid = ${to.xid}::xid8, event_id = ${to.eventId}, greatest_event_id = ${to.greatestId}
    where name = ${reader}`);
}

/** The raw client under drizzle reads times and JSON as text. */
function eventOf({ xid: _, happenedAt, happenedUntil, recordedAt, subjects, figures, ...row }: Row): RecordedEvent {
  return {
    ...row,
    happenedAt: new Date(happenedAt),
    happenedUntil: happenedUntil === null ? null : new Date(happenedUntil),
    recordedAt: new Date(recordedAt),
    subjects: objectOf(subjects),
    figures: objectOf(figures),
  };
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === "string" ? JSON.parse(value) : ((value ?? {}) as Record<string, unknown>);
