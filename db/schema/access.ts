import {
  bigint,
  boolean,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea } from "../columns";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** Identity is issuer and subject, never the e-mail. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    name: text("name"),
    email: text("email"),
    /** viewer, relations, responder, admin */
    role: text("role").notNull(),
    disabledAt: at("disabled_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    lastSignInAt: at("last_sign_in_at"),
  },
  (table) => [uniqueIndex("users_identity").on(table.issuer, table.subject)],
);

export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** SHA-256 of the cookie's value: a copy of the table opens no session. */
    tokenHash: bytea("token_hash").notNull().unique(),
    userId: uuid("user_id").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    endedAt: at("ended_at"),
    userAgent: text("user_agent"),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

export const tokens = pgTable(
  "tokens",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** provider, operator, legacy, cluster, alert (ingest) or api */
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    /** The first characters, by which people find it; not secret. */
    prefix: text("prefix").notNull(),
    hash: bytea("hash").notNull().unique(),
    providerId: integer("provider_id"),
    cluster: text("cluster"),
    role: text("role"),
    isReadOnly: boolean("is_read_only").notNull().default(true),
    intervalSeconds: integer("interval_seconds"),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    lastUsedAt: at("last_used_at"),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("tokens_prefix").on(table.prefix), index("tokens_provider").on(table.providerId)],
);

export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: at("at").notNull(),
    /** user, token or system */
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: text("target_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    address: inet("address"),
  },
  (table) => [
    index("audit_log_time").on(table.at, table.id),
    index("audit_log_target").on(table.targetKind, table.targetId),
    index("audit_log_action").on(table.action, table.at, table.id),
    index("audit_log_actor_id").on(table.actorId, table.at, table.id),
    index("audit_log_actor_name").on(table.actorName, table.at, table.id),
  ],
);

/** Refusals by minute: what somebody without the right does must not grow with how often they do it. */
export const accessDenials = pgTable(
  "access_denials",
  {
    minute: integer("minute").notNull(),
    /** Of the user or token; empty for whoever could not say who they are. */
    actorId: text("actor_id").notNull(),
    /** The permission that was missing, or why nobody was recognised. */
    reason: text("reason").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.actorId, table.reason] })],
);
