import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, xid8 } from "../columns";

const version = () => xid8("version").notNull().default(sql`pg_current_xact_id()`);

export const deviceOrdinals = pgSequence("device_ordinals", { minValue: 0, startWith: 0, maxValue: 2147483647 });

export const providers = pgTable("providers", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  contactName: text("contact_name"),
  contactEmail: text("contact_email"),
  contactPhone: text("contact_phone"),
  /** email, webhook or phone */
  channel: text("channel").notNull().default("email"),
  language: text("language").notNull().default("en"),
  timeZone: text("time_zone").notNull().default("UTC"),
  /** How often its devices are expected to call; null: the default of 30 s. */
  heartbeatIntervalSeconds: integer("heartbeat_interval_seconds"),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

export const gpuModels = pgTable("gpu_models", {
  name: text("name").primaryKey(),
  /** nvidia, amd, apple, intel, other */
  vendor: text("vendor").notNull(),
  memoryGib: integer("memory_gib"),
  /** datacenter, workstation, consumer, integrated, unknown */
  class: text("class").notNull(),
});

/** The one table that is laid out by device id and not by shard: it makes the id unique over the fleet. */
export const deviceIds = pgTable("device_ids", {
  id: text("id").primaryKey(),
  ordinal: integer("ordinal").notNull(),
});

export const devices = pgTable(
  "devices",
  {
    shard: smallint("shard").notNull(),
    ordinal: integer("ordinal").notNull(),
    deviceId: text("device_id").notNull(),
    name: text("name"),
    providerId: integer("provider_id").notNull(),
    region: text("region"),
    gpuModel: text("gpu_model"),
    gpuCount: smallint("gpu_count").notNull().default(1),
    agent: text("agent"),
    /** The boot id last seen; null while the source sends none. */
    boot: text("boot"),
    /** Kind of the token that its last heartbeat came with (provider, operator, legacy), set by the gateway when it changes. */
    tokenKind: text("token_kind"),
    cluster: text("cluster"),
    node: text("node"),
    intervalSeconds: smallint("interval_seconds").notNull().default(30),
    enrolledAt: at("enrolled_at").notNull(),
    /** quarantined or retired by decision; null otherwise. The interval stands in device_decisions. */
    decision: text("decision"),
    decisionReason: text("decision_reason"),
    verifiedAt: at("verified_at"),
    verifiedUntil: at("verified_until"),
    /** Set anew by every change that a directory in memory must learn of; see lib/fleet/directory.ts. */
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.shard, table.ordinal] }),
    index("devices_version").on(table.version, table.ordinal),
    index("devices_provider").on(table.providerId, table.ordinal),
  ],
);

/** The state that the last roll call found, apart from devices so that 590,000 changes stay HOT updates of a narrow row. */
export const deviceStates = pgTable(
  "device_states",
  {
    shard: smallint("shard").notNull(),
    ordinal: integer("ordinal").notNull(),
    /** lib/fleet/states.ts has the codes. */
    state: smallint("state").notNull(),
    /** The minute (since the epoch) from which the state holds. */
    since: integer("since").notNull(),
    /** The minute of the last heartbeat, kept when a device falls silent; null while it calls or never called. */
    lastSeen: integer("last_seen"),
  },
  (table) => [primaryKey({ columns: [table.shard, table.ordinal] })],
);

/** Past values only: the value that held in [from, to). The current one stands in devices. */
export const deviceHistory = pgTable(
  "device_history",
  {
    shard: smallint("shard").notNull(),
    ordinal: integer("ordinal").notNull(),
    /** agent, boot, region, provider, gpu_count, gpu_model, cluster, node, name */
    field: text("field").notNull(),
    from: at("from").notNull(),
    to: at("to").notNull(),
    value: text("value"),
  },
  (table) => [
    primaryKey({ columns: [table.shard, table.ordinal, table.field, table.to] }),
    index("device_history_to").on(table.to, table.field),
  ],
);

/** Quarantine and retirement, as intervals of minutes; to is null while it holds. */
export const deviceDecisions = pgTable(
  "device_decisions",
  {
    shard: smallint("shard").notNull(),
    ordinal: integer("ordinal").notNull(),
    fromMinute: integer("from_minute").notNull(),
    toMinute: integer("to_minute"),
    /** quarantined or retired */
    kind: text("kind").notNull(),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shard, table.ordinal, table.kind, table.fromMinute] }),
    index("device_decisions_open").on(table.shard, table.ordinal).where(sql`${table.toMinute} is null`),
    index("device_decisions_minutes").on(table.fromMinute),
    index("device_decisions_ends").on(table.toMinute).where(sql`${table.toMinute} is not null`),
  ],
);

export const verifications = pgTable(
  "verifications",
  {
    shard: smallint("shard").notNull(),
    ordinal: integer("ordinal").notNull(),
    at: at("at").notNull(),
    /** passed or failed */
    result: text("result").notNull(),
    method: text("method"),
    digest: text("digest"),
    durationMs: doublePrecision("duration_ms"),
    validUntil: at("valid_until"),
    receivedAt: at("received_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.shard, table.ordinal, table.at] }),
    index("verifications_time").on(table.at),
  ],
);

export const deviceSets = pgTable("device_sets", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  description: text("description"),
  /** How it was made: the filter, or the operation and its operands. */
  definition: jsonb("definition").notNull(),
  /** The minute at which the definition was evaluated. */
  minute: integer("minute").notNull(),
  devices: integer("devices").notNull(),
  gpus: integer("gpus").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const admissionPolicies = pgTable("admission_policies", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  minimumAgent: text("minimum_agent"),
  /** off, report, enforce: what happens to an agent below the minimum */
  agentMode: text("agent_mode").notNull().default("off"),
  /** off (legacy tokens are admitted), report, enforce */
  legacyTokenMode: text("legacy_token_mode").notNull().default("off"),
  /** off, report, enforce */
  verificationMode: text("verification_mode").notNull().default("off"),
  /** Every gateway switches at this moment; at least 30 s after it was saved. */
  effectiveAt: at("effective_at").notNull(),
  note: text("note"),
  /** The pre-flight estimate as it was when the policy was saved. */
  estimate: jsonb("estimate"),
  createdBy: text("created_by").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  withdrawnAt: at("withdrawn_at"),
});

/** What was done to the fleet or stands in its calendar; drawn on every time chart. */
export const changes = pgTable(
  "changes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** deployment, policy, rewards_snapshot, freeze, season, other */
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    description: text("description"),
    startsAt: at("starts_at").notNull(),
    endsAt: at("ends_at"),
    policyId: integer("policy_id"),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    revision: integer("revision").notNull().default(1),
    deletedAt: at("deleted_at"),
  },
  (table) => [index("changes_time").on(table.startsAt, table.id)],
);

/** Available device and GPU minutes of one provider in one hour. */
export const providerHours = pgTable(
  "provider_hours",
  {
    providerId: integer("provider_id").notNull(),
    /** Hours since the epoch. */
    hour: integer("hour").notNull(),
    enrolledDeviceMinutes: bigint("enrolled_device_minutes", { mode: "number" }).notNull(),
    connectedDeviceMinutes: bigint("connected_device_minutes", { mode: "number" }).notNull(),
    blockedDeviceMinutes: bigint("blocked_device_minutes", { mode: "number" }).notNull(),
    enrolledGpuMinutes: bigint("enrolled_gpu_minutes", { mode: "number" }).notNull(),
    connectedGpuMinutes: bigint("connected_gpu_minutes", { mode: "number" }).notNull(),
    blockedGpuMinutes: bigint("blocked_gpu_minutes", { mode: "number" }).notNull(),
    verifiedGpuMinutes: bigint("verified_gpu_minutes", { mode: "number" }).notNull(),
    /** Of sixty, the share of its devices' minutes whose state was known; the rest is unknown and left out. */
    coveredMinutes: smallint("covered_minutes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.providerId, table.hour] })],
);

export const gateways = pgTable(
  "gateways",
  {
    id: smallint("id").primaryKey().generatedAlwaysAsIdentity(),
    instance: text("instance").notNull(),
    startedAt: at("started_at").notNull(),
    seenAt: at("seen_at").notNull(),
    /** All bits of minutes up to and including this one that this gateway acknowledged are in presence. */
    mergedThrough: integer("merged_through").notNull(),
    stoppedAt: at("stopped_at"),
    metrics: text("metrics"),
  },
  (table) => [uniqueIndex("gateways_instance").on(table.instance)],
);

export const leases = pgTable("leases", {
  name: text("name").primaryKey(),
  holder: text("holder").notNull(),
  epoch: bigint("epoch", { mode: "number" }).notNull(),
  expiresAt: at("expires_at").notNull(),
});

/** Rejected items by minute, token and reason: what an unknown sender does must not grow with it. */
export const ingestRejections = pgTable(
  "ingest_rejections",
  {
    minute: integer("minute").notNull(),
    tokenId: uuid("token_id").notNull(),
    reason: text("reason").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.tokenId, table.reason] })],
);

/** One row a key: whether the records are demo or real, the web's secret, what a seeding has done. */
export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  isSecret: boolean("is_secret").notNull().default(false),
  updatedAt: at("updated_at").notNull().defaultNow(),
});
