import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, bytea } from "../columns";

/** A file of an incident. What was kept is never changed; a file that is taken back stays, marked so. */
export const incidentEvidence = pgTable(
  "incident_evidence",
  {
    id: uuid("id").primaryKey(),
    incidentId: uuid("incident_id").notNull(),
    /** As it was given: shown as text, and cleaned where it becomes the name of a file. */
    name: text("name").notNull(),
    note: text("note").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    /** database, directory */
    place: text("place").notNull(),
    addedById: text("added_by_id").notNull(),
    addedBy: text("added_by").notNull(),
    addedAt: at("added_at").notNull(),
    withdrawnAt: at("withdrawn_at"),
    withdrawnBy: text("withdrawn_by"),
    withdrawnReason: text("withdrawn_reason"),
  },
  (table) => [
    index("incident_evidence_time").on(table.incidentId, table.addedAt, table.id),
    index("incident_evidence_sha256").on(table.sha256),
  ],
);

/** The bytes of files, in blocks that are written one by one while a file arrives: no long transaction, nothing whole in memory. */
export const evidenceBlocks = pgTable(
  "evidence_blocks",
  {
    evidenceId: uuid("evidence_id").notNull(),
    position: integer("position").notNull(),
    content: bytea("content").notNull(),
  },
  (table) => [primaryKey({ columns: [table.evidenceId, table.position] })],
);

/** What is arriving, or stopped arriving: its bytes belong to no file and are removed. */
export const evidenceUploads = pgTable(
  "evidence_uploads",
  {
    id: uuid("id").primaryKey(),
    incidentId: uuid("incident_id").notNull(),
    place: text("place").notNull(),
    begunAt: at("begun_at").notNull(),
  },
  (table) => [index("evidence_uploads_begun").on(table.begunAt)],
);

/** What an attack is recognised by, of one incident, in its normal form: lib/incidents/indicators/normalise-indicator.ts. */
export const incidentIndicators = pgTable(
  "incident_indicators",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    incidentId: uuid("incident_id").notNull(),
    /** lib/incidents/indicators/indicator-kinds.ts */
    kind: text("kind").notNull(),
    value: text("value").notNull(),
    note: text("note").notNull(),
    addedBy: text("added_by").notNull(),
    addedAt: at("added_at").notNull(),
    /** It was none after all: it stays readable, and is neither looked for nor sent out. */
    withdrawnAt: at("withdrawn_at"),
    withdrawnBy: text("withdrawn_by"),
    withdrawnReason: text("withdrawn_reason"),
  },
  (table) => [
    index("incident_indicators_time").on(table.incidentId, table.addedAt, table.id),
    index("incident_indicators_value").on(table.kind, sql`md5(${table.value})`),
    uniqueIndex("incident_indicators_live")
      .on(table.incidentId, table.kind, sql`md5(${table.value})`)
      .where(sql`withdrawn_at is null`),
  ],
);
