import { sql } from "drizzle-orm";
import { customType, index, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { at } from "../columns";

/** Which transactions one could see: what commits later is told from it, however long it was open. */
const snapshot = customType<{ data: string }>({ dataType: () => "pg_snapshot" });

/** What is to be done at an incident of a kind. Its text stands in the versions; none is ever overwritten. */
export const playbooks = pgTable(
  "playbooks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Of one that Muster brings along; null for what people wrote. */
    key: text("key").unique(),
    version: integer("version").notNull().default(1),
    createdAt: at("created_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    /** Nobody starts it any more; what was started from it goes on. */
    retiredAt: at("retired_at"),
  },
  (table) => [index("playbooks_time").on(table.createdAt, table.id)],
);

export const playbookVersions = pgTable(
  "playbook_versions",
  {
    playbookId: uuid("playbook_id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    /** An incident's kind: lib/incidents/incident-choices.ts */
    kind: text("kind").notNull(),
    description: text("description").notNull(),
    /** lib/incidents/response/playbook.ts */
    steps: jsonb("steps").notNull(),
    writtenBy: text("written_by").notNull(),
    writtenAt: at("written_at").notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [primaryKey({ columns: [table.playbookId, table.version] })],
);

/** Which playbooks an incident was started from, and at which version. */
export const incidentPlaybooks = pgTable(
  "incident_playbooks",
  {
    incidentId: uuid("incident_id").notNull(),
    playbookId: uuid("playbook_id").notNull(),
    version: integer("version").notNull(),
    startedBy: text("started_by").notNull(),
    startedAt: at("started_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incidentId, table.playbookId] })],
);

export const incidentTasks = pgTable(
  "incident_tasks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    incidentId: uuid("incident_id").notNull(),
    title: text("title").notNull(),
    detail: text("detail").notNull().default(""),
    /** todo, in_progress, blocked, done */
    state: text("state").notNull(),
    /** What it waits for, while it is blocked. */
    blockedBy: text("blocked_by").notNull().default(""),
    ownerId: uuid("owner_id"),
    dueAt: at("due_at"),
    /** The act that Muster itself can do for it: lib/incidents/response/task-choices.ts */
    act: text("act"),
    playbookId: uuid("playbook_id"),
    playbookVersion: integer("playbook_version"),
    /** Its place in the playbook; 0 for one that somebody added. */
    step: smallint("step").notNull().default(0),
    version: integer("version").notNull().default(1),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    doneAt: at("done_at"),
  },
  (table) => [
    index("incident_tasks_order").on(table.incidentId, table.createdAt, table.step, table.id),
    index("incident_tasks_owner").on(table.ownerId, table.dueAt).where(sql`${table.state} <> 'done'`),
  ],
);

/** When somebody last said that they had looked at an incident. */
export const incidentLooks = pgTable(
  "incident_looks",
  {
    incidentId: uuid("incident_id").notNull(),
    userId: uuid("user_id").notNull(),
    lookedAt: at("looked_at").notNull(),
    seen: snapshot("seen").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incidentId, table.userId] })],
);

/** What one shift leaves to the next. Never changed; whoever takes it over signs it. */
export const incidentHandovers = pgTable(
  "incident_handovers",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    incidentId: uuid("incident_id").notNull(),
    body: text("body").notNull(),
    /** State, severity and tasks as they were: lib/incidents/response/handover.ts */
    figures: jsonb("figures").notNull(),
    /** Whom it is for; null: whoever comes next. */
    forId: uuid("for_id"),
    writtenById: text("written_by_id").notNull(),
    writtenByName: text("written_by_name").notNull(),
    writtenAt: at("written_at").notNull(),
    takenById: text("taken_by_id"),
    takenByName: text("taken_by_name"),
    takenAt: at("taken_at"),
  },
  (table) => [index("incident_handovers_time").on(table.incidentId, table.writtenAt, table.id)],
);
