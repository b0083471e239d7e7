import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, bytea, xid8 } from "../columns";

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
    /** What the provider's groups named at the last sign-in. */
    groupRole: text("group_role"),
    /** Set by an admin: holds in place of what the groups name, until it is lifted. */
    assignedRole: text("assigned_role"),
    /** The same for all accounts that an admin has marked as one person's; null for one that is nobody else's too. */
    personId: uuid("person_id"),
    disabledAt: at("disabled_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    lastSignInAt: at("last_sign_in_at"),
  },
  (table) => [
    uniqueIndex("users_identity").on(table.issuer, table.subject),
    index("users_person").on(table.personId).where(sql`${table.personId} is not null`),
  ],
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
    /** When the provider last asked the person to prove who they are; null where it does not say. */
    authTime: at("auth_time"),
    /** The provider's own name of its session, by which it ends ours. */
    providerSid: text("provider_sid"),
    /** The id token, for the provider's sign-out, under a key that only the cookie holds. */
    sealedIdToken: bytea("sealed_id_token"),
  },
  (table) => [
    index("sessions_user").on(table.userId),
    index("sessions_provider_sid").on(table.providerSid),
    index("sessions_user_agent").on(sql`md5(${table.userAgent})`).where(sql`${table.userAgent} is not null`),
  ],
);

/** Logout tokens that were heeded, until they expire: none is heeded twice. */
export const logoutTokens = pgTable("logout_tokens", {
  /** SHA-256 of issuer and jti. */
  hash: bytea("hash").primaryKey(),
  expiresAt: at("expires_at").notNull(),
});

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
    /** Who revoked it; and under which approval, null where one person did it alone. */
    revokedBy: text("revoked_by"),
    revocationApprovalId: uuid("revocation_approval_id"),
    /** The token that this one takes the place of; both live until that one expires. */
    predecessorId: uuid("predecessor_id"),
    /** When a successor was made last, which brought `expiresAt` forward; and what that said before. */
    rotatedAt: at("rotated_at"),
    expiresBeforeRotation: at("expires_before_rotation"),
    /** When it was first found in a leaked list, and the list in which it was found last. */
    exposedAt: at("exposed_at"),
    exposureListId: uuid("exposure_list_id"),
    lastUsedAt: at("last_used_at"),
    createdBy: text("created_by").notNull(),
    /** The user who made it and may have kept it; null for the command line. */
    createdById: uuid("created_by_id"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("tokens_maker").on(table.createdById, table.createdAt).where(sql`${table.createdById} is not null`),
    index("tokens_prefix").on(table.prefix),
    index("tokens_provider").on(table.providerId),
    index("tokens_revoked").on(table.revokedBy, table.revokedAt).where(sql`${table.revokedBy} is not null`),
    index("tokens_exposed").on(table.exposureListId).where(sql`${table.exposureListId} is not null`),
    // Of two who rotate at once, one makes the successor.
    uniqueIndex("tokens_successor").on(table.predecessorId).where(sql`${table.revokedAt} is null`),
  ],
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
    /** Of the transaction that wrote it: rows are linked in this order, once nothing older is still open. */
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [
    index("audit_log_feed").on(table.xid, table.id),
    index("audit_log_time").on(table.at, table.id),
    index("audit_log_target").on(table.targetKind, table.targetId),
    index("audit_log_action").on(table.action, table.at, table.id),
    index("audit_log_actor_id").on(table.actorId, table.at, table.id),
    index("audit_log_actor_name").on(table.actorName, table.at, table.id),
    index("audit_log_address").on(table.address, table.at).where(sql`${table.address} is not null`),
  ],
);

/** The hash chain over audit_log, written after the commit by one linker: lib/audit/chain/link-audit.ts. */
export const auditChain = pgTable("audit_chain", {
  /** 1, 2, 3, … without a gap */
  position: bigint("position", { mode: "number" }).primaryKey(),
  auditId: bigint("audit_id", { mode: "number" }).notNull().unique(),
  /** Of the row, so that the linker finds its place when the row itself was tampered with. */
  xid: xid8("xid").notNull(),
  /** Version of the canonical form under the hash: lib/audit/chain/canonical-row.ts. */
  form: smallint("form").notNull(),
  /** SHA-256 of the hash before and the row's canonical form. */
  hash: bytea("hash").notNull(),
  linkedAt: at("linked_at").notNull(),
});

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

/** An act that one person proposes and another approves, kept with everything that the approver agreed to. */
export const approvals = pgTable(
  "approvals",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** One of lib/access/approvals/approval-kinds.ts */
    kind: text("kind").notNull(),
    /** What it acts on, within its kind: a change of it lapses the approval. */
    targetId: text("target_id").notNull(),
    title: text("title").notNull(),
    /** What the act is called with. */
    input: jsonb("input").notNull(),
    /** The records it was decided upon; the act goes ahead only while they are the same. */
    basis: jsonb("basis").notNull(),
    /** Figures as they were when it was proposed, for whoever decides. */
    figures: jsonb("figures"),
    /** The incident that it was proposed from: {"id": "…", "reference": "INC-2024-017"} */
    incident: jsonb("incident"),
    reason: text("reason"),
    proposedBy: text("proposed_by").notNull(),
    proposedByName: text("proposed_by_name").notNull(),
    proposedAt: at("proposed_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    approvedBy: text("approved_by"),
    approvedByName: text("approved_by_name"),
    approvedAt: at("approved_at"),
    /** carried_out, rejected, withdrawn or lapsed */
    endedHow: text("ended_how"),
    endedAt: at("ended_at"),
    endedBy: text("ended_by"),
    endedByName: text("ended_by_name"),
    endedWhy: text("ended_why"),
  },
  (table) => [
    index("approvals_time").on(table.proposedAt, table.id),
    index("approvals_open").on(table.kind, table.targetId).where(sql`ended_how is null`),
  ],
);

/** Rates by address that all web servers share; rows live for minutes. */
export const sharedRates = pgTable("shared_rates", {
  /** The rate's name and the address: an IPv4, or the /64 of an IPv6. */
  key: text("key").primaryKey(),
  /** When it would have its whole burst again. */
  fullAt: at("full_at").notNull(),
});
