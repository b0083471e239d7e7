import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, bytea } from "../columns";

/** What the fleet's operator exposes, one row a method and path of a host. Rows stay when an endpoint is gone: its reviews do. */
export const publicEndpoints = pgTable(
  "public_endpoints",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Lower case, with the port where it is not the scheme's own. */
    host: text("host").notNull(),
    method: text("method").notNull(),
    /** Template: /devices/{id} */
    path: text("path").notNull(),
    summary: text("summary").notNull().default(""),
    owner: text("owner").notNull().default(""),
    /** internet, partners */
    exposure: text("exposure").notNull(),
    authentication: text("authentication").notNull(),
    /** public, internal, personal, secret */
    dataClass: text("data_class").notNull(),
    /** critical, high, medium, low */
    risk: text("risk").notNull(),
    /** Why a person set another risk than the criteria give; null: it is theirs. */
    riskReason: text("risk_reason"),
    isDeprecated: boolean("is_deprecated").notNull().default(false),
    /** typed, import, muster */
    source: text("source").notNull(),
    /** Title of the document that it was imported from; what that no longer names is gone. */
    document: text("document"),
    lastReviewedAt: at("last_reviewed_at"),
    revision: integer("revision").notNull().default(1),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    /** No longer exposed. */
    removedAt: at("removed_at"),
  },
  (table) => [uniqueIndex("public_endpoints_address").on(table.host, table.method, table.path)],
);

/** A review or penetration test; one may cover many endpoints. */
export const endpointReviews = pgTable(
  "endpoint_reviews",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** review, penetration_test */
    kind: text("kind").notNull(),
    reviewedAt: at("reviewed_at").notNull(),
    reviewer: text("reviewer").notNull(),
    /** passed, weaknesses */
    outcome: text("outcome").notNull(),
    /** For those who may read reports. */
    notes: text("notes").notNull().default(""),
    reportName: text("report_name"),
    reportType: text("report_type"),
    reportBytes: integer("report_bytes"),
    reportSha256: text("report_sha256"),
    recordedBy: text("recorded_by").notNull(),
    recordedAt: at("recorded_at").notNull().defaultNow(),
    /** Grows by one with each correction. */
    revision: integer("revision").notNull().default(1),
    /** It never was, or not of these endpoints: it stays readable and counts no more. */
    withdrawnAt: at("withdrawn_at"),
    withdrawnBy: text("withdrawn_by"),
    withdrawnReason: text("withdrawn_reason"),
  },
  (table) => [index("endpoint_reviews_time").on(table.reviewedAt, table.id)],
);

/** What a review said before it was corrected, one row a correction. */
export const formerReviews = pgTable(
  "former_reviews",
  {
    reviewId: uuid("review_id").notNull(),
    /** The revision that said so. */
    revision: integer("revision").notNull(),
    kind: text("kind").notNull(),
    reviewedAt: at("reviewed_at").notNull(),
    reviewer: text("reviewer").notNull(),
    outcome: text("outcome").notNull(),
    notes: text("notes").notNull(),
    reportName: text("report_name"),
    reportType: text("report_type"),
    reportBytes: integer("report_bytes"),
    reportSha256: text("report_sha256"),
    /** Why, by whom and when it was corrected. */
    reason: text("reason").notNull(),
    correctedBy: text("corrected_by").notNull(),
    correctedAt: at("corrected_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.revision] })],
);

/** The bytes of a review's report and of those that it had before, apart so that no list reads them. */
export const endpointReports = pgTable(
  "endpoint_reports",
  {
    reviewId: uuid("review_id").notNull(),
    sha256: text("sha256").notNull(),
    content: bytea("content").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.sha256] })],
);

export const reviewedEndpoints = pgTable(
  "reviewed_endpoints",
  {
    endpointId: uuid("endpoint_id").notNull(),
    reviewId: uuid("review_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.endpointId, table.reviewId] }),
    index("reviewed_endpoints_review").on(table.reviewId),
  ],
);

/** How many days a review holds, by risk; one row, absent while the defaults hold. */
export const endpointReviewPeriods = pgTable("endpoint_review_periods", {
  id: integer("id").primaryKey().default(1),
  days: jsonb("days").notNull(),
  revision: integer("revision").notNull().default(1),
  updatedAt: at("updated_at").notNull().defaultNow(),
});
