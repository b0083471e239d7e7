import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { type Sql, schema } from "../client";
import type { DatabaseRoles } from "./role-names";

/** What nobody but the owner may change or take away: the application adds rows to them and reads them. */
const auditTables = ["audit_log", "audit_chain"];
/** Neither `id` nor `xid`, which decide where in the chain a row comes to stand. */
const auditColumns = [
  ...["at", "actor_kind", "actor_id", "actor_name", "action"],
  ...["target_kind", "target_id", "before", "after", "address"],
].join(", ");

/** Of findings, what the gateway must read to settle an external alert, and what else one that goes on says anew. */
const findingState = [
  ...["id", "fingerprint", "status", "started_at", "ended_at", "resolved_at", "suppression_id", "occurrences"],
  ...["version", "last_seen_at", "updated_at"],
].join(", ");
const findingTexts = "title, summary, severity, subjects, evidence, attack";

/** The gateway's: what machines send it, and what it must know to judge it. No users, sessions or contacts; of findings what external alerts open, count and resolve, and not what they say. */
const ingestTables: Record<string, string> = {
  admission_policies: "select",
  audit_log: `insert (${auditColumns})`,
  device_decisions: "select, insert, update",
  device_history: "select, insert, update",
  device_ids: "select, insert",
  devices: "select, insert, update",
  domain_events: "insert",
  exposed_identifiers: "select",
  exposed_uses: "select, insert, update",
  exposure_key: "select",
  exposure_lists: "select (id)",
  external_alerts: "select, insert, update",
  finding_suppressions: "select (id, fingerprint, rule, provider, cluster, until, ended_at)",
  findings: `select (${findingState}), insert, update (${findingState}, ${findingTexts})`,
  gateways: "select, insert, update, delete",
  gpu_models: "select, insert",
  ingest_rejections: "select, insert, update",
  presence: "select, insert, update",
  presence_blocks: "select, insert, update, delete",
  presence_journal: "select, insert, delete",
  providers: "select (id, slug, heartbeat_interval_seconds)",
  pulses: "select, insert, update",
  roll_queue: "select, insert, update",
  shard_rolls: "select, insert, update",
  tokens: "select, update (last_used_at)",
  verifications: "select, insert, update",
};

const tableNames = Object.values(schema as Record<string, unknown>)
  .filter((each) => is(each, PgTable))
  .map((table) => getTableName(table))
  .sort();

const makePartition = "function public.make_partition(text, integer)";
const dropPartition = "function public.drop_partition(text, integer, bigint, bigint)";

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * What the roles may do, as statements that the owner of the tables runs after each migration; null: that process runs under
 * the owner. Each right is taken away first, so that one which a later version does without does not stay.
 */
export function grantStatements({ application, ingest }: DatabaseRoles): string[] {
  const statements = ["revoke create on schema public from public"];
  for (const role of new Set([application, ingest])) if (role !== null) statements.push(...commonGrants(quoted(role)));
  if (application !== null) statements.push(...applicationGrants(quoted(application)));
  if (ingest !== null && ingest !== application) {
    for (const [table, rights] of Object.entries(ingestTables)) {
      statements.push(`grant ${rights} on public.${table} to ${quoted(ingest)}`);
    }
  }
  return statements;
}

function commonGrants(role: string): string[] {
  return [
    `revoke all on ${tableNames.map((name) => `public.${name}`).join(", ")} from ${role}`,
    `revoke all on public.exposure_key from ${role}`,
    `revoke execute on ${makePartition}, ${dropPartition.replace("function ", "")} from public, ${role}`,
    `grant usage on schema public, drizzle to ${role}`,
    `grant select on drizzle.__drizzle_migrations to ${role}`,
    `grant execute on ${makePartition} to ${role}`,
    // Both enrol devices.
    `grant usage on sequence public.device_ordinals to ${role}`,
  ];
}

function applicationGrants(role: string): string[] {
  const tables = tableNames.filter((name) => !auditTables.includes(name)).map((name) => `public.${name}`);
  return [
    `grant select, insert, update, delete on ${tables.join(", ")} to ${role}`,
    `grant select on public.exposure_key to ${role}`,
    `grant select, insert (${auditColumns}) on public.audit_log to ${role}`,
    `grant select, insert on public.audit_chain to ${role}`,
    `grant execute on ${dropPartition} to ${role}`,
  ];
}

/** Runs the statements, all or none, as the owner of the tables. */
export async function grantToRoles(owner: Sql, roles: DatabaseRoles): Promise<void> {
  await owner.begin(async (transaction) => {
    for (const statement of grantStatements(roles)) await transaction.unsafe(statement);
  });
}
