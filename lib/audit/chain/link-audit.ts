import { hash } from "node:crypto";
import type { Sql, SqlOrTransaction } from "@/db/client";
import { assertLease, type Lease } from "@/lib/jobs/lease";
import { beforeFirst, beginCanonical, canonicalRow, currentForm } from "./canonical-row";

/** The last link of the chain. */
export type ChainHead = { position: number; hash: Buffer; linkedAt: Date };

type Last = { position: number; auditId: number; xid: string; hash: Buffer; linkedAt: Date };
type Row = { position: number; id: number; xid: string; linkedAt: string; text: string };

const rowsAtOnce = 1_000;
const beforeAll: Last = { position: 0, auditId: 0, xid: "0", hash: beforeFirst, linkedAt: new Date(0) };

/**
 * Links the next rows of the audit log, at most a thousand, in one transaction that only the holder of `lease` can commit. In
 * the order (xid, id), and only rows whose transactions ended before every one that is still open: what
 * commits later sorts later, so no row is ever passed over. Returns how many; the lease is asked for only if there are some.
 */
export async function linkAudit(sql: Sql, lease: Lease): Promise<number> {
  if (!(await hasUnlinked(sql))) return 0;
  return sql.begin(async (transaction) => {
    await assertLease(transaction, lease);
    await beginCanonical(transaction);
    const last = (await readLast(transaction)) ?? beforeAll;
    const rows = await readRows(transaction, last);
    await insertLinks(transaction, rows, hashRows(rows, last.hash));
    return rows.length;
  });
}

/** The last link, or null while there is none. */
export async function readChainHead(sql: SqlOrTransaction): Promise<ChainHead | null> {
  const last = await readLast(sql);
  return last && { position: last.position, hash: last.hash, linkedAt: last.linkedAt };
}

async function readLast(sql: SqlOrTransaction): Promise<Last | null> {
  const [row] = await sql<Last[]>`
    select position::float8 as position, audit_id::float8 as "auditId", xid::text as xid, hash, linked_at as "linkedAt"
    from public.audit_chain order by position desc limit 1`;
  return row ?? null;
}

async function hasUnlinked(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ isThere: boolean }[]>`
    with last as (select xid, audit_id from audit_chain order by position desc limit 1)
    select coalesce((select xid from last) >= pg_snapshot_xmax(pg_current_snapshot()), true) or exists (
      select from audit_log where xid < pg_snapshot_xmin(pg_current_snapshot())
        and (xid, id) > ((select xid from last), (select audit_id from last))
    ) as "isThere"`;
  return row?.isThere === true;
}

/**
 * A database that was restored elsewhere counts its transactions anew: the last link's is then one that is still to come. What
 * the earlier server left unlinked comes first, then the new rows from the beginning of the count. Without a link nobody
 * knows, and the same order serves.
 */
async function wasRestored(sql: SqlOrTransaction, last: Last): Promise<boolean> {
  if (last === beforeAll) return true;
  const [row] = await sql<{ isAhead: boolean }[]>`
    select ${last.xid}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as "isAhead"`;
  return row?.isAhead === true;
}

async function readRows(sql: SqlOrTransaction, last: Last): Promise<Row[]> {
  const snapshot = "pg_current_snapshot()";
  const due = (await wasRestored(sql, last))
    ? `not (xid >= pg_snapshot_xmin(${snapshot}) and xid < pg_snapshot_xmax(${snapshot}))`
    : `(xid, id) > ('${BigInt(last.xid)}'::xid8, ${last.auditId}) and xid < pg_snapshot_xmin(${snapshot})`;
  // Ascending; of a restored database the rows of the earlier server, which count higher, first.
  const order = due.startsWith("not") ? `xid >= pg_snapshot_xmax(${snapshot}) desc, xid, id` : "xid, id";
  const text = canonicalRow({ position: "a.position", linkedAt: "clock.at" });
  // Along the index, a thousand rows and no more: without statistics yet the planner would sort or hash all that waits.
  await sql`
    select set_config(name, 'off', true)
    from unnest(array['enable_hashjoin', 'enable_mergejoin', 'enable_bitmapscan', 'enable_sort', 'enable_seqscan']) name`;
  return sql.unsafe<Row[]>(
    `with clock as materialized (select clock_timestamp() as at)
     select a.position::float8 as position, a.id::float8 as id, a.xid::text as xid, clock.at::text as "linkedAt",
       ${text}::text as text
     from clock, (
       select *, $1::bigint + row_number() over (order by ${order}) as position from (
         select * from public.audit_log
         where ${due} and not exists (select from public.audit_chain where audit_id = audit_log.id)
         order by ${order} limit ${rowsAtOnce}
       ) due
     ) a order by a.position`,
    [last.position],
  );
}

function hashRows(rows: readonly Row[], first: Buffer): Buffer[] {
  let previous = first;
  return rows.map((row) => {
    previous = hashLink(previous, row.text);
    return previous;
  });
}

/** SHA-256 of the hash before and the canonical form. */
export function hashLink(previous: Buffer, text: string): Buffer {
  return hash("sha256", Buffer.concat([previous, Buffer.from(text)]), "buffer");
}

async function insertLinks(sql: SqlOrTransaction, rows: readonly Row[], hashes: readonly Buffer[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.unsafe(
    `insert into public.audit_chain (position, audit_id, xid, form, hash, linked_at)
     select position, id, xid, ${currentForm}, decode(hash, 'hex'), linked_at
     from unnest($1::bigint[], $2::bigint[], $3::text[]::xid8[], $4::text[], $5::text[]::timestamptz[])
       as link (position, id, xid, hash, linked_at)`,
    [
      rows.map((row) => row.position),
      rows.map((row) => row.id),
      rows.map((row) => row.xid),
      hashes.map((each) => each.toString("hex")),
      rows.map((row) => row.linkedAt),
    ],
  );
}
