import type { SqlOrTransaction } from "@/db/client";

/** The version of the canonical form below; a later one is added beside it, never in its place. */
export const currentForm = 1;

/** What stands before the first row: the hash of nothing. */
export const beforeFirst: Buffer = Buffer.alloc(32);

/** SQL expressions, each of JSON text and without a null where the column may not be null. */
export type LinkColumns = { position: string; linkedAt: string };

/**
 * The canonical form of a row of audit_log (alias `a`) at its place in the chain, as an SQL expression of type json: a list,
 * in RFC 8785, so without a space and with strings escaped as ECMAScript does (PostgreSQL's array_to_json escapes the same
 * way). Every value is a string or null, so that nothing passes through a double: times in UTC to the microsecond, `before`
 * and `after` as the text in which jsonb keeps them, ids and positions in decimal. It is text of the query and no function in
 * the database, which whoever tampers could replace; and one call for all the fields: an object, made of a call for each,
 * took PostgreSQL twice as long. For a transaction after `beginCanonical`.
 */
export function canonicalRow({ position, linkedAt }: LinkColumns): string {
  const fields = [
    `'${formName}'`,
    `(${position})::text`,
    inUtc(linkedAt),
    "a.id::text",
    "a.xid::text",
    inUtc("a.at"),
    ...["a.actor_kind", "a.actor_id", "a.actor_name", "a.action", "a.target_kind", "a.target_id"],
    ...["a.before::text", "a.after::text", "a.address::text"],
  ];
  return `array_to_json(array[${fields.join(", ")}])`;
}

const formName = `muster-audit/${currentForm}`;

const inUtc = (expression: string): string => `((${expression}) at time zone 'UTC')::text`;

/**
 * Times read as ISO 8601 whatever the role's own style is, and names are looked up in pg_catalog alone, so that no function
 * or operator that somebody left in another schema stands in for PostgreSQL's own. First in a transaction that reads canonical
 * rows; tables are then named with their schema.
 */
export async function beginCanonical(sql: SqlOrTransaction): Promise<void> {
  await sql`
    select pg_catalog.set_config('search_path', 'pg_catalog', true), pg_catalog.set_config('datestyle', 'ISO, YMD', true)`;
}
