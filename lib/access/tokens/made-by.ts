import { type SQL, sql } from "drizzle-orm";
import { tokens, users } from "@/db/schema/access";
import { roles } from "@/lib/access/permissions";
import type { Actor } from "@/lib/context";

/**
 * Who made a token, as its row keeps it: a person by id, since whoever made it may have kept its text and it never grants more than they may.
 * One that a token makes is its maker's too. Null for the command line alone.
 */
export const madeBy = (actor: Actor): { createdBy: string; createdById: string | SQL | null } => ({
  createdBy: actor.name,
  createdById: { user: actor.id, token: makerOf(actor.id), system: null }[actor.kind],
});

const makerOf = (id: string): SQL =>
  sql`(select maker.created_by_id from ${tokens} maker where maker.id = ${id}::uuid)`;

/**
 * Whether whoever made a token, joined as `users`, is disabled or has no role any more. An API token speaks for somebody, and is refused then;
 * an ingest token speaks for machines, which must not fall silent because a person left: it is shown, for an admin to rotate or revoke.
 */
export const isMakerOut: SQL<boolean> = sql<boolean>`
  ${users.id} is not null and (${users.disabledAt} is not null or ${users.role} not in (${sql.join(
    roles.map((role) => sql`${role}`),
    sql`, `,
  )}))`;
