import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { users } from "@/db/schema/access";

/**
 * SQL: whether two accounts, given by their ids as text, count as one person's: the same one, marked as one person's by an admin, or of one e-mail
 * address, also by way of others: who shares an address with an account that is marked with a third is that third's person too. An address is no
 * identity, but reason enough to want a third person.
 */
export const samePerson = (one: SQLWrapper | string, other: SQLWrapper | string): SQL<boolean> => sql<boolean>`(
  ${one} = ${other} or exists (
    with recursive person as (
      select account.id, account.person_id, lower(account.email) as address from ${users} account where account.id::text = ${one}
      union
      select account.id, account.person_id, lower(account.email) from ${users} account join person
        on account.person_id = person.person_id or lower(account.email) = person.address
    ) select from person where person.id::text = ${other}
  ))`;

/** The same as an answer. */
export async function isSamePerson(db: Database | Transaction, one: string, other: string): Promise<boolean> {
  const [row] = await db.execute<{ same: boolean }>(
    sql`select ${samePerson(sql`${one}::text`, sql`${other}::text`)} as same`,
  );
  return row?.same === true;
}
