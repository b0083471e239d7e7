import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at } from "../columns";

/** What was told of an incident to an audience, as it was sent; never changed afterwards. */
export const statusUpdates = pgTable(
  "status_updates",
  {
    /** Made by the form, so that a second click is the same update. */
    id: uuid("id").primaryKey(),
    incidentId: uuid("incident_id").notNull(),
    /** lib/status/update-choices.ts has the words of these two. */
    audience: text("audience").notNull(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    body: text("body").notNull(),
    /** The figures as they were when it was written, each with its time and source: lib/status/update-facts.ts */
    facts: jsonb("facts").notNull(),
    recipients: integer("recipients").notNull(),
    /** When the audience was promised to hear again; null: no promise. */
    nextPromisedAt: at("next_promised_at"),
    /** When the lead was reminded of the promise. */
    remindedAt: at("reminded_at"),
    sentById: text("sent_by_id").notNull(),
    sentByName: text("sent_by_name").notNull(),
    sentAt: at("sent_at").notNull(),
  },
  (table) => [
    index("status_updates_incident").on(table.incidentId, table.sentAt, table.id),
    index("status_updates_due")
      .on(table.nextPromisedAt)
      .where(sql`next_promised_at is not null and reminded_at is null`),
  ],
);

/** To whom: a person or a provider, never an address, which is looked up when the message is sent. A destination of the channel "email". */
export const statusRecipients = pgTable(
  "status_recipients",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    updateId: uuid("update_id").notNull(),
    /** update, or reminder for the lead that the next one is due */
    purpose: text("purpose").notNull(),
    /** One of the two. */
    userId: uuid("user_id"),
    providerId: integer("provider_id"),
  },
  (table) => [
    uniqueIndex("status_recipients_user")
      .on(table.updateId, table.purpose, table.userId)
      .where(sql`user_id is not null`),
    uniqueIndex("status_recipients_provider")
      .on(table.updateId, table.purpose, table.providerId)
      .where(sql`provider_id is not null`),
  ],
);
