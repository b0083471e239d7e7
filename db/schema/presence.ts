import { bigint, index, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { at, bytea, shardBits } from "../columns";

// A minute is counted since the epoch, a plane is a code of lib/fleet/planes.ts.
// presence, transitions and fleet_minutes are partitioned by day of the minute (the migration says so; drizzle cannot).

export const presence = pgTable(
  "presence",
  {
    plane: smallint("plane").notNull(),
    shard: smallint("shard").notNull(),
    minute: integer("minute").notNull(),
    bits: shardBits("bits").notNull(),
  },
  (table) => [primaryKey({ columns: [table.plane, table.shard, table.minute] })],
);

/** What a gateway acknowledged and has not merged into presence yet. */
export const presenceJournal = pgTable(
  "presence_journal",
  {
    gateway: smallint("gateway").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    minute: integer("minute").notNull(),
    plane: smallint("plane").notNull(),
    shard: smallint("shard").notNull(),
    /** Offsets in the shard, 2 bytes each, little endian. */
    ordinals: bytea("ordinals").notNull(),
  },
  (table) => [primaryKey({ columns: [table.gateway, table.seq, table.minute, table.plane, table.shard] })],
);

/** An hour of one plane of one shard: a key frame and 59 XOR deltas, deflated. */
export const presenceBlocks = pgTable(
  "presence_blocks",
  {
    plane: smallint("plane").notNull(),
    shard: smallint("shard").notNull(),
    /** Hours since the epoch. */
    hour: integer("hour").notNull(),
    data: bytea("data").notNull(),
  },
  (table) => [primaryKey({ columns: [table.plane, table.shard, table.hour] })],
);

/** Whether Muster listened in a minute: 0 none, 1 partial, 2 full. */
export const coverage = pgTable("coverage", {
  minute: integer("minute").primaryKey(),
  status: smallint("status").notNull(),
});

export const transitions = pgTable(
  "transitions",
  {
    shard: smallint("shard").notNull(),
    ordinal: integer("ordinal").notNull(),
    minute: integer("minute").notNull(),
    fromState: smallint("from_state").notNull(),
    toState: smallint("to_state").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shard, table.ordinal, table.minute] }),
    // Rows are written minute after minute, so a few kilobytes of BRIN find those of a minute.
    index("transitions_minute").using("brin", table.minute),
  ],
);

/**
 * The minute's counts by dimension (fleet, region, gpu_model, agent); key is the value, "" for the fleet and for none.
 * connected + the three reasons of blocked + silent + quarantined + unknown = enrolled; seen and verified are evidence levels.
 */
export const fleetMinutes = pgTable(
  "fleet_minutes",
  {
    dimension: text("dimension").notNull(),
    key: text("key").notNull(),
    minute: integer("minute").notNull(),
    devicesConnected: integer("devices_connected").notNull(),
    devicesOutdatedAgent: integer("devices_outdated_agent").notNull(),
    devicesLegacyToken: integer("devices_legacy_token").notNull(),
    devicesUnverified: integer("devices_unverified").notNull(),
    devicesSilent: integer("devices_silent").notNull(),
    devicesQuarantined: integer("devices_quarantined").notNull(),
    devicesUnknown: integer("devices_unknown").notNull(),
    devicesSeen: integer("devices_seen").notNull(),
    devicesVerified: integer("devices_verified").notNull(),
    gpusConnected: integer("gpus_connected").notNull(),
    gpusOutdatedAgent: integer("gpus_outdated_agent").notNull(),
    gpusLegacyToken: integer("gpus_legacy_token").notNull(),
    gpusUnverified: integer("gpus_unverified").notNull(),
    gpusSilent: integer("gpus_silent").notNull(),
    gpusQuarantined: integer("gpus_quarantined").notNull(),
    gpusUnknown: integer("gpus_unknown").notNull(),
    gpusSeen: integer("gpus_seen").notNull(),
    gpusVerified: integer("gpus_verified").notNull(),
    revisedAt: at("revised_at"),
  },
  (table) => [primaryKey({ columns: [table.dimension, table.key, table.minute] })],
);

export const rollCalls = pgTable("roll_calls", {
  minute: integer("minute").primaryKey(),
  rolledAt: at("rolled_at").notNull(),
  durationMs: integer("duration_ms").notNull(),
  transitions: integer("transitions").notNull(),
  revisedAt: at("revised_at"),
});

/** How far each shard is closed, and by which epoch of the lease. */
export const shardRolls = pgTable("shard_rolls", {
  shard: smallint("shard").primaryKey(),
  rolledThrough: integer("rolled_through").notNull(),
  epoch: bigint("epoch", { mode: "number" }).notNull(),
});

/** Closed minutes for which a bit arrived late: to be rolled again. */
export const rollQueue = pgTable(
  "roll_queue",
  {
    shard: smallint("shard").notNull(),
    minute: integer("minute").notNull(),
    queuedAt: at("queued_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.shard, table.minute] })],
);

/** Distinct devices by verdict and group in one 5-second slot; a row also says that its gateway listened. */
export const pulses = pgTable(
  "pulses",
  {
    /** Slots of five seconds since the epoch. */
    slot: integer("slot").notNull(),
    gateway: smallint("gateway").notNull(),
    counts: jsonb("counts").notNull(),
  },
  (table) => [primaryKey({ columns: [table.slot, table.gateway] })],
);

export const deviceSetBits = pgTable(
  "device_set_bits",
  {
    shard: smallint("shard").notNull(),
    setId: uuid("set_id").notNull(),
    bits: shardBits("bits").notNull(),
  },
  (table) => [primaryKey({ columns: [table.shard, table.setId] }), index("device_set_bits_set").on(table.setId)],
);
