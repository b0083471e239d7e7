import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, pgView, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, bytea } from "../columns";

/** Leaked lists that were looked through: what was counted in each, and nothing of what it said. */
export const exposureLists = pgTable(
  "exposure_lists",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Where it comes from, in the words of whoever gave it. */
    title: text("title").notNull(),
    createdAt: at("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    createdByName: text("created_by_name").notNull(),
    /** Counts by kind of record: lib/access/exposure/exposure-counts.ts */
    counts: jsonb("counts").notNull(),
  },
  (table) => [index("exposure_lists_time").on(table.createdAt, table.id)],
);

/** HMAC-SHA-256 of each identifier of the lists, by which a later use is recognised. */
export const exposedIdentifiers = pgTable(
  "exposed_identifiers",
  {
    hmac: bytea("hmac").primaryKey(),
    /** The list in which it stood first. */
    listId: uuid("list_id").notNull(),
    /** It may be a secret: gateways hold those in memory. */
    isSecret: boolean("is_secret").notNull(),
  },
  (table) => [index("exposed_identifiers_secret").on(table.hmac).where(sql`${table.isSecret}`)],
);

/** Uses of what was exposed that no finding tells of yet; the worker takes them away. */
export const exposedUses = pgTable(
  "exposed_uses",
  {
    minute: integer("minute").notNull(),
    /** token:<id>, hmac:<hexadecimal> for what Muster does not know, or device:<ordinal>:<hexadecimal> for one that enrolled */
    subject: text("subject").notNull(),
    /** It was let in. */
    isAccepted: boolean("is_accepted").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.subject, table.isAccepted] })],
);

/**
 * The one secret among the settings that gateways read; the view's owner reads it for them. With a barrier, without which PostgreSQL may ask a
 * function of the reader's own, in the filter, before it asks for the key: that function saw every other secret.
 */
export const exposureKey = pgView("exposure_key", { value: jsonb("value") })
  .with({ securityBarrier: true })
  .as(sql`select value from settings where key = 'exposure/hmac-key' and is_secret`);
