import type { SqlOrTransaction } from "@/db/client";

/** The version of the canonical form below; a later one is added beside it, never in its place. */
export const currentForm = 1;

/** What stands before the first row: the hash of nothing. */
export const beforeFirst: Buffer = Buffer.alloc(32);

/** SQL expressions, each of JSON text and without a null where the column may not be null. */
export type LinkColumns = { position: string; linkedAt: string };

/**
 * The canonical form of a row of audit_log (alias `a`) at its place in the chain, as an SQL expression of type text: RFC 8785,
 * so keys in order, no space, strings escaped as ECMAScript does (PostgreSQL's to_json escapes the same way). Every value
 * is a string or null, so that nothing passes through a double: times in UTC to the microsecond, `before` and `after` as
 * the text in which jsonb keeps them, ids and positions in decimal. It is text of the query and no function in the database,
 * which whoever tampers could replace.
 */
export function canonicalRow({ position, linkedAt }: LinkColumns): string {
  const text = (expression: string) => `to_json((${expression})::text)`;
  const orNull = (expression: string) => `coalesce(${text(expression)}::text, 'null')`;
  // Not at::text: it would depend on the session's zone and style. This is ISO 8601 whatever they are.
  const time = (expression: string) => `to_json((${expression}) at time zone 'UTC')`;
  const fields: [key: string, expression: string][] = [
    ["action", text("a.action")],
    ["actor_id", text("a.actor_id")],
    ["actor_kind", text("a.actor_kind")],
    ["actor_name", text("a.actor_name")],
    ["address", orNull("a.address")],
    ["after", orNull("a.after")],
    ["at", time("a.at")],
    ["before", orNull("a.before")],
    ["form", `'${currentForm}'`],
    ["id", text("a.id")],
    ["linked_at", time(linkedAt)],
    ["position", text(position)],
    ["target_id", text("a.target_id")],
    ["target_kind", text("a.target_kind")],
    ["xid", text("a.xid")],
  ];
  const parts = fields.map(([key, expression], index) => `'${index === 0 ? "{" : ","}"${key}":', ${expression}`);
  return `concat(${parts.join(", ")}, '}')`;
}

/**
 * Names are looked up in pg_catalog alone, so that no function or operator that somebody left in another schema stands in for
 * PostgreSQL's own. For the transaction that reads canonical rows; tables are then named with their schema.
 */
export async function limitToCatalog(sql: SqlOrTransaction): Promise<void> {
  await sql`select pg_catalog.set_config('search_path', 'pg_catalog', true)`;
}
