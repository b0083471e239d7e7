import { type SQL, sql } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { roles } from "@/lib/access/permissions";
import type { Actor } from "@/lib/context";

/** Who made a token, as its row keeps it: a person by id, since whoever made it may have kept its text. */
export const madeBy = (actor: Actor): { createdBy: string; createdById: string | null } => ({
  createdBy: actor.name,
  createdById: actor.kind === "user" ? actor.id : null,
});

/**
 * Whether whoever made a token, joined as `users`, is disabled or has no role any more. An API token speaks for somebody, and is refused then;
 * an ingest token speaks for machines, which must not fall silent because a person left: it is shown, for an admin to rotate or revoke.
 */
export const isMakerOut: SQL<boolean> = sql<boolean>`
  ${users.id} is not null and (${users.disabledAt} is not null or ${users.role} not in (${sql.join(
    roles.map((role) => sql`${role}`),
    sql`, `,
  )}))`;
