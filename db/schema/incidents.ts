import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, xid8 } from "../columns";

/** The last number that was given to an incident of a year; taken with the incident's own row, so that none is lost. */
export const incidentYears = pgTable("incident_years", {
  year: smallint("year").primaryKey(),
  last: integer("last").notNull(),
});

export const incidents = pgTable(
  "incidents",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** INC-2024-017 */
    reference: text("reference").notNull().unique(),
    title: text("title").notNull(),
    summary: text("summary").notNull().default(""),
    /** lib/incidents/incident-choices.ts has the words of this and the next columns. */
    state: text("state").notNull(),
    /** 1 to 4, 1 the gravest */
    severity: smallint("severity").notNull(),
    tlp: text("tlp").notNull(),
    kind: text("kind").notNull(),
    /** The incident that this one was merged into; null otherwise. */
    mergedIntoId: uuid("merged_into_id"),
    /** The incident that holds it now: its own id, or the last of those that it was merged into. */
    rootId: uuid("root_id").notNull(),
    /** What opened it by itself and for what: while it is open, a repetition joins it. */
    openedByRule: text("opened_by_rule"),
    openedBy: text("opened_by").notNull(),
    version: integer("version").notNull().default(1),
    createdAt: at("created_at").notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (table) => [
    index("incidents_time").on(table.createdAt, table.id),
    index("incidents_root").on(table.rootId),
    uniqueIndex("incidents_open_rule")
      .on(table.openedByRule)
      .where(sql`${table.state} not in ('closed', 'declined', 'merged')`),
  ],
);

/** When an incident was detected, contained, …: a moment that nobody knows has no row. */
export const incidentMoments = pgTable(
  "incident_moments",
  {
    incidentId: uuid("incident_id").notNull(),
    moment: text("moment").notNull(),
    /** As it was written, with its readings: lib/incidents/when/when.ts */
    value: jsonb("value").notNull(),
    earliest: at("earliest").notNull(),
    latest: at("latest").notNull(),
    source: text("source").notNull(),
    /** Why it was set otherwise than before. */
    reason: text("reason").notNull(),
    setBy: text("set_by").notNull(),
    setAt: at("set_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incidentId, table.moment] })],
);

export const incidentRoles = pgTable(
  "incident_roles",
  {
    incidentId: uuid("incident_id").notNull(),
    /** lead, scribe, communications, liaison, expert */
    role: text("role").notNull(),
    userId: uuid("user_id").notNull(),
    assignedAt: at("assigned_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.incidentId, table.role, table.userId] }),
    uniqueIndex("incident_roles_lead").on(table.incidentId).where(sql`${table.role} = 'lead'`),
  ],
);

export const incidentFindings = pgTable(
  "incident_findings",
  {
    incidentId: uuid("incident_id").notNull(),
    findingId: uuid("finding_id").notNull(),
    linkedBy: text("linked_by").notNull(),
    linkedAt: at("linked_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.incidentId, table.findingId] }),
    index("incident_findings_finding").on(table.findingId),
  ],
);

/** Which findings open an incident by themselves. A rule is taken back, never deleted: what it opened names it. */
export const incidentRules = pgTable("incident_rules", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  /** Findings at least this severe; and only of this rule, or of all that begin with a part that ends in a dot. */
  leastSeverity: text("least_severity").notNull(),
  detector: text("detector"),
  severity: smallint("severity").notNull(),
  kind: text("kind").notNull(),
  tlp: text("tlp").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: at("created_at").notNull(),
  revokedAt: at("revoked_at"),
  revokedBy: text("revoked_by"),
});

/** Through which domain event the rules were asked, in commit order; one row. */
export const incidentRuleCursor = pgTable("incident_rule_cursor", {
  id: integer("id").primaryKey().default(1),
  xid: xid8("xid").notNull(),
  eventId: bigint("event_id", { mode: "number" }).notNull(),
});

/** What people wrote into a timeline. */
export const incidentEntries = pgTable(
  "incident_entries",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    incidentId: uuid("incident_id").notNull(),
    kind: text("kind").notNull(),
    body: text("body").notNull(),
    value: jsonb("value").notNull(),
    earliest: at("earliest").notNull(),
    latest: at("latest").notNull(),
    source: text("source").notNull(),
    /** [{"kind": "device", "id": "…"}] */
    links: jsonb("links").notNull(),
    isPinned: boolean("is_pinned").notNull().default(false),
    /** For responders alone. */
    isPrivate: boolean("is_private").notNull().default(false),
    revision: integer("revision").notNull().default(1),
    authorId: text("author_id").notNull(),
    authorName: text("author_name").notNull(),
    recordedAt: at("recorded_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    withdrawnAt: at("withdrawn_at"),
  },
  (table) => [index("incident_entries_time").on(table.incidentId, table.earliest, table.id)],
);

/** What an entry said before a correction. */
export const incidentEntryRevisions = pgTable(
  "incident_entry_revisions",
  {
    entryId: uuid("entry_id").notNull(),
    revision: integer("revision").notNull(),
    kind: text("kind").notNull(),
    body: text("body").notNull(),
    value: jsonb("value").notNull(),
    source: text("source").notNull(),
    links: jsonb("links").notNull(),
    isPrivate: boolean("is_private").notNull(),
    /** Who replaced it, when and why. */
    replacedBy: text("replaced_by").notNull(),
    replacedAt: at("replaced_at").notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [primaryKey({ columns: [table.entryId, table.revision] })],
);

/** Events of the record that people pinned in a timeline. */
export const incidentEventPins = pgTable(
  "incident_event_pins",
  {
    incidentId: uuid("incident_id").notNull(),
    eventId: bigint("event_id", { mode: "number" }).notNull(),
    pinnedBy: text("pinned_by").notNull(),
    pinnedAt: at("pinned_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incidentId, table.eventId] })],
);
