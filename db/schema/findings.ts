import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, xid8 } from "../columns";

export const findings = pgTable(
  "findings",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    rule: text("rule").notNull(),
    fingerprint: text("fingerprint").notNull(),
    title: text("title").notNull(),
    summary: text("summary").notNull(),
    /** info, low, medium, high, critical */
    severity: text("severity").notNull(),
    /** 0 to 1 */
    confidence: doublePrecision("confidence").notNull(),
    /** new, in_progress, suppressed, resolved */
    status: text("status").notNull().default("new"),
    attack: text("attack").array().notNull().default(sql`'{}'`),
    subjects: jsonb("subjects").notNull(),
    evidence: jsonb("evidence").notNull(),
    /** What the detector itself wants to remember; no reader's business. */
    detectorState: jsonb("detector_state"),
    /** First and last moment of what was found, back-dated; null while it goes on. */
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
    detectedAt: at("detected_at").notNull(),
    lastSeenAt: at("last_seen_at").notNull(),
    occurrences: integer("occurrences").notNull().default(1),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("findings_open_fingerprint").on(table.fingerprint).where(sql`${table.status} <> 'resolved'`),
    index("findings_time").on(table.startedAt, table.id),
    index("findings_status").on(table.status, table.startedAt),
  ],
);

/** What a person should later be able to read in a timeline; appended in the transaction of what it tells. */
export const domainEvents = pgTable(
  "domain_events",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    happenedAt: at("happened_at").notNull(),
    happenedUntil: at("happened_until"),
    recordedAt: at("recorded_at").notNull().defaultNow(),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    /** e.g. {"finding": "…", "provider": "…"} */
    subjects: jsonb("subjects").notNull(),
    /** Figures as they were when it was recorded, with the query that gave them. */
    figures: jsonb("figures").notNull(),
  },
  (table) => [
    index("domain_events_feed").on(table.xid, table.id),
    index("domain_events_time").on(table.happenedAt, table.id),
  ],
);
