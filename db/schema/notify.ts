import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, bytea, xid8 } from "../columns";

/** Where signed events are posted to. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    url: text("url").notNull(),
    /** Kinds of lib/notify/webhooks/webhook-events.ts */
    events: text("events").array().notNull(),
    /** Sealed: lib/notify/webhooks/webhook-secret.ts. Nothing but the sending reads these two. */
    secret: bytea("secret").notNull(),
    /** The one before, which signs too until then. */
    previousSecret: bytea("previous_secret"),
    previousUntil: at("previous_until"),
    /** Events with a greater id are sent: those before it was made are not. */
    sinceEventId: bigint("since_event_id", { mode: "number" }).notNull(),
    pausedAt: at("paused_at"),
    pausedBy: text("paused_by"),
    /** by_hand, failing, gone */
    pausedWhy: text("paused_why"),
    /** Since its last success, or null while it works. */
    failingSince: at("failing_since"),
    failures: integer("failures").notNull().default(0),
    lastDeliveredAt: at("last_delivered_at"),
    lastFailedAt: at("last_failed_at"),
    revision: integer("revision").notNull().default(1),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("webhooks_name").on(sql`lower(${table.name})`)],
);

/** What is to be sent elsewhere, was, or could not be: the queue of every channel, and its dead letters. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** webhook */
    channel: text("channel").notNull(),
    /** Within its channel. */
    destinationId: uuid("destination_id").notNull(),
    /** The same at every attempt, by which the receiver knows a repetition. */
    messageId: text("message_id").notNull(),
    kind: text("kind").notNull(),
    /** As it is sent, at every attempt the same. */
    body: text("body").notNull(),
    /** waiting, delivered, dead */
    state: text("state").notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    maxAttempts: integer("max_attempts").notNull(),
    queuedAt: at("queued_at").notNull(),
    /** Of what waits. An attempt that began moves it ahead, so that another worker sends again what a dead one did not finish. */
    nextAttemptAt: at("next_attempt_at").notNull(),
    lastAttemptAt: at("last_attempt_at"),
    /** HTTP status, or the channel's like of it. */
    lastStatus: integer("last_status"),
    /** Class of what went wrong: lib/notify/deliveries/delivery.ts */
    lastError: text("last_error"),
    /** Delivered, or dead. */
    endedAt: at("ended_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("deliveries_message").on(table.channel, table.destinationId, table.messageId),
    index("deliveries_due")
      .on(table.channel, table.destinationId, table.nextAttemptAt, table.id)
      .where(sql`state = 'waiting'`),
    // Tests, which a paused destination is sent too: looked up without reading what waits for it.
    index("deliveries_due_once")
      .on(table.channel, table.destinationId, table.nextAttemptAt, table.id)
      .where(sql`state = 'waiting' and max_attempts = 1`),
    index("deliveries_destination").on(table.destinationId, table.createdAt, table.id),
    index("deliveries_destination_state").on(table.destinationId, table.state, table.createdAt, table.id),
    index("deliveries_ended").on(table.endedAt).where(sql`ended_at is not null`),
  ],
);

/** How far a reader of domain_events has come, in commit order. */
export const eventReaders = pgTable("event_readers", {
  name: text("name").primaryKey(),
  xid: xid8("xid").notNull(),
  eventId: bigint("event_id", { mode: "number" }).notNull(),
  /** The greatest id read, by which a reader finds its place in a database that was restored elsewhere. */
  greatestEventId: bigint("greatest_event_id", { mode: "number" }).notNull(),
});
