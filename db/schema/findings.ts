import { sql } from "drizzle-orm";
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, xid8 } from "../columns";

/** Spelt out, for a query that says the same can use the indexes. */
const isOpen = sql`status in ('new', 'in_progress')`;

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
    /** fleet, api, cluster, external: what the rule looks at. */
    source: text("source")
      .notNull()
      .generatedAlwaysAs(sql`case
      when rule like 'fleet.%' then 'fleet'
      when rule like 'api.%' or rule like 'posture.endpoint-%' or rule like 'posture.webhook-%' then 'api'
      when rule like 'external.%' then 'external'
      else 'cluster' end`),
    /** 5 critical to 1 info, so that the gravest sort first together with the latest. */
    severityRank: smallint("severity_rank")
      .notNull()
      .generatedAlwaysAs(sql`case severity
      when 'critical' then 5 when 'high' then 4 when 'medium' then 3 when 'low' then 2 else 1 end`),
    /** Of `subjects`, for filters and groups: the id of a provider, the name of a cluster. */
    provider: text("provider").generatedAlwaysAs(sql`subjects->>'provider'`),
    cluster: text("cluster").generatedAlwaysAs(sql`subjects->>'cluster'`),
    /** What a search looks through: kept in small letters, for `ilike` over 100,000 takes five times as long. */
    searchText: text("search_text").generatedAlwaysAs(
      sql`lower(title || ' ' || summary || ' ' || rule || ' ' || fingerprint)`,
    ),
    /** Grows with each change of what follows or of the status; whoever acts names the one that they saw. */
    version: integer("version").notNull().default(1),
    assigneeId: uuid("assignee_id"),
    acknowledgedAt: at("acknowledged_at"),
    acknowledgedBy: uuid("acknowledged_by"),
    /** The suppression that holds it, while the status is suppressed. */
    suppressionId: uuid("suppression_id"),
    resolvedAt: at("resolved_at"),
  },
  (table) => [
    uniqueIndex("findings_open_fingerprint").on(table.fingerprint).where(sql`${table.status} <> 'resolved'`),
    index("findings_fingerprint").on(table.fingerprint, table.startedAt, table.id),
    index("findings_time").on(table.startedAt, table.id),
    index("findings_status").on(table.status, table.startedAt, table.id),
    index("findings_open").on(table.severityRank, table.startedAt, table.id).where(isOpen),
    index("findings_open_rule").on(table.rule, table.severityRank, table.startedAt, table.id).where(isOpen),
    index("findings_open_provider")
      .on(table.provider, table.severityRank, table.startedAt, table.id)
      .where(sql`provider is not null and ${isOpen}`),
    index("findings_open_cluster")
      .on(table.cluster, table.severityRank, table.startedAt, table.id)
      .where(sql`cluster is not null and ${isOpen}`),
    index("findings_open_assignee")
      .on(table.assigneeId, table.severityRank, table.startedAt, table.id)
      .where(sql`assignee_id is not null and ${isOpen}`),
    index("findings_suppression").on(table.suppressionId).where(sql`suppression_id is not null`),
  ],
);

/** What keeps findings out of the open ones for a time, with its reason. Of the scope at least one part is set; all that are must match. */
export const findingSuppressions = pgTable(
  "finding_suppressions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    fingerprint: text("fingerprint"),
    rule: text("rule"),
    /** As findings.provider and findings.cluster. */
    provider: text("provider"),
    cluster: text("cluster"),
    reason: text("reason").notNull(),
    until: at("until").notNull(),
    createdAt: at("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    /** How many open findings it took at once. */
    heldAtFirst: integer("held_at_first").notNull().default(0),
    endedAt: at("ended_at"),
    /** revoked or expired */
    endedHow: text("ended_how"),
    endedBy: text("ended_by"),
  },
  (table) => [
    index("finding_suppressions_time").on(table.createdAt, table.id),
    index("finding_suppressions_until").on(table.until).where(sql`ended_at is null`),
    index("finding_suppressions_fingerprint").on(table.fingerprint).where(sql`ended_at is null`),
  ],
);

/** What is known of an alert from outside. Whether it goes on follows from its two moments, in whatever order its messages came. */
export const externalAlerts = pgTable("external_alerts", {
  fingerprint: text("fingerprint").primaryKey(),
  /** The latest of its findings. */
  findingId: uuid("finding_id").notNull(),
  /** The latest moments at which it is known to have fired, and to have been over; it goes on while it fired later than it was over. */
  firedAt: at("fired_at"),
  endedAt: at("ended_at"),
  /** Keys of the messages that came last: one of them again is a repetition. */
  recent: text("recent").array().notNull(),
});

/** Plain text, never changed. */
export const findingComments = pgTable(
  "finding_comments",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    findingId: uuid("finding_id").notNull(),
    at: at("at").notNull(),
    authorId: text("author_id").notNull(),
    authorName: text("author_name").notNull(),
    text: text("text").notNull(),
  },
  (table) => [index("finding_comments_finding").on(table.findingId, table.at, table.id)],
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
    index("domain_events_finding")
      .on(sql`(subjects->>'finding')`, table.recordedAt, table.id)
      .where(sql`subjects ? 'finding'`),
    index("domain_events_incident").on(sql`(subjects->>'incident')`).where(sql`subjects ? 'incident'`),
  ],
);
