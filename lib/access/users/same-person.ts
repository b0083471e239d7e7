import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { users } from "@/db/schema/access";

/**
 * SQL: whether two accounts, given by their ids as text, count as one person's: the same one, marked as one person's by an admin, or of one e-mail
 * address. An address is no identity, but reason enough to want a third person.
 */
export const samePerson = (one: SQLWrapper | string, other: SQLWrapper | string): SQL<boolean> => sql<boolean>`(
  ${one} = ${other} or exists (
    select from ${users} first_account join ${users} second_account
      on second_account.person_id = first_account.person_id or lower(second_account.email) = lower(first_account.email)
    where first_account.id::text = ${one} and second_account.id::text = ${other}
  ))`;

/** The same as an answer. */
export async function isSamePerson(db: Database | Transaction, one: string, other: string): Promise<boolean> {
  const [row] = await db.execute<{ same: boolean }>(
    sql`select ${samePerson(sql`${one}::text`, sql`${other}::text`)} as same`,
  );
  return row?.same === true;
}
