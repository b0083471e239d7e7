import type { Sql, SqlOrTransaction } from "@/db/client";
import { shardOf } from "@/lib/fleet/shard";
import type { OpenRow } from "./presence-book";

/** New attributes that a heartbeat carried; null: it said nothing of that one. */
export type AttributeChange = { agent: string | null; boot: string | null; tokenKind: string | null };

export type Group = { seq: number; rows: OpenRow[]; changes: Map<number, AttributeChange> };

export type GatewayIdentity = { id: number; instance: string };

/** The row of gateways has gone to another process: nothing may be written under its number any more. */
export class IdentityLostError extends Error {
  override readonly name = "IdentityLostError";
}

/** Writes a group in one transaction: its bits into the journal, changed attributes into devices and their history. */
export async function commitGroup(sql: Sql, gateway: GatewayIdentity, group: Group): Promise<void> {
  if (group.changes.size === 0) {
    await insertJournal(sql, gateway, group);
    return;
  }
  await sql.begin(async (tx) => {
    await insertJournal(tx, gateway, group);
    await changeAttributes(tx, group.changes);
  });
}

async function insertJournal(sql: SqlOrTransaction, gateway: GatewayIdentity, group: Group): Promise<void> {
  const { rows } = group;
  if (rows.length === 0) return;
  const inserted = await sql`
    insert into presence_journal (gateway, seq, minute, plane, shard, ordinals)
    select ${gateway.id}::smallint, ${group.seq}::bigint, minute, plane, shard, decode(ordinals, 'base64')
    from unnest(${rows.map((row) => row.cell.minute)}::int[], ${rows.map((row) => row.cell.plane)}::smallint[],
      ${rows.map((row) => row.cell.shard)}::smallint[], ${rows.map((row) => base64Of(row.offsets))}::text[])
      as t(minute, plane, shard, ordinals)
    where exists (select from gateways where id = ${gateway.id} and instance = ${gateway.instance})`;
  if (inserted.count !== rows.length) throw new IdentityLostError(`gateway ${gateway.id} was taken over`);
}

/** Two bytes each, little endian, as every machine that Node runs on keeps them; a third shorter than hex. */
function base64Of(offsets: Uint16Array): string {
  return Buffer.from(offsets.buffer, offsets.byteOffset, offsets.byteLength).toString("base64");
}

/** Of one device and attribute; beyond them the last value before the next one kept stands for all between. */
export const mostFormerValuesAnHour = 12;

/**
 * Rows are locked in key order, so that two gateways never wait for each other in a circle. `version` moves only where
 * directories must learn of it: a boot id is compared with the one in the row, and a first token kind misleads nobody.
 */
async function changeAttributes(sql: SqlOrTransaction, changes: Map<number, AttributeChange>): Promise<void> {
  const ordinals = [...changes.keys()];
  const values = [...changes.values()];
  await sql`
    with incoming as (
      select * from unnest(${ordinals.map(shardOf)}::smallint[], ${ordinals}::int[], ${values.map((v) => v.agent)}::text[],
        ${values.map((v) => v.boot)}::text[], ${values.map((v) => v.tokenKind)}::text[])
        as t(shard, ordinal, agent, boot, token_kind)
    ), locked as materialized (
      select d.shard, d.ordinal, d.enrolled_at, d.agent as old_agent, d.boot as old_boot, d.token_kind as old_token_kind,
        coalesce(i.agent, d.agent) as agent, coalesce(i.boot, d.boot) as boot,
        coalesce(i.token_kind, d.token_kind) as token_kind
      from devices d join incoming i on i.shard = d.shard and i.ordinal = d.ordinal
      where d.agent is distinct from coalesce(i.agent, d.agent) or d.boot is distinct from coalesce(i.boot, d.boot)
        or d.token_kind is distinct from coalesce(i.token_kind, d.token_kind)
      order by d.shard, d.ordinal
      for update of d
    ), changed as (
      update devices d set agent = l.agent, boot = l.boot, token_kind = l.token_kind,
        version = case when l.old_agent is distinct from l.agent
          or (l.old_token_kind is not null and l.old_token_kind <> l.token_kind)
          then pg_current_xact_id() else d.version end
      from locked l where d.shard = l.shard and d.ordinal = l.ordinal
    )
    insert into device_history (shard, ordinal, field, "from", "to", value)
    select l.shard, l.ordinal, f.field,
      coalesce((select max(h."to") from device_history h
        where h.shard = l.shard and h.ordinal = l.ordinal and h.field = f.field), l.enrolled_at),
      statement_timestamp(), f.old
    from locked l cross join lateral
      (values ('agent', l.old_agent, l.agent), ('boot', l.old_boot, l.boot)) as f(field, old, new)
    where f.old is distinct from f.new
      -- A source that says another thing each time fills no table: what it says now is in devices all the same.
      and (select count(*) from device_history h where h.shard = l.shard and h.ordinal = l.ordinal and h.field = f.field
        and h."to" > statement_timestamp() - interval '1 hour') < ${mostFormerValuesAnHour}
    on conflict do nothing`;
}
