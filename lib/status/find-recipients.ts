import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import type { Role } from "@/lib/access/permissions";
import type { Audience } from "./update-choices";

/** Never with an address: that is looked up when the message is sent. */
export type Recipient = { userId: string; providerId: null } | { userId: null; providerId: number };
/** `without` have no address, so nothing can be sent to them. */
export type Recipients = { reached: Recipient[]; without: number };

/** Whose role makes them part of an audience. */
export const rolesOf: Record<Exclude<Audience, "providers">, readonly Role[]> = {
  responders: ["responder", "admin"],
  leadership: ["viewer"],
};

const mostRecipients = 20_000;

/**
 * Who belongs to an audience now: users by role who are not disabled, once each; or the providers that the incident's findings name, or
 * all providers where none is named. Throws where there are more than 20,000.
 */
export async function findRecipients(
  db: Database | Transaction,
  audience: Audience,
  incidentId: string,
): Promise<Recipients> {
  const rows = await db.execute<{ userId: string | null; providerId: number | null; hasAddress: boolean }>(
    audience === "providers" ? providersOf(incidentId) : usersOf(rolesOf[audience]),
  );
  if (rows.length > mostRecipients) throw new Error(`more than ${mostRecipients} recipients`);
  const reached = rows.flatMap(({ userId, providerId, hasAddress }): Recipient[] => {
    if (!hasAddress) return [];
    if (userId !== null) return [{ userId, providerId: null }];
    return providerId === null ? [] : [{ userId: null, providerId }];
  });
  return { reached, without: rows.length - reached.length };
}

const usersOf = (roles: readonly Role[]) => sql`
  select id as "userId", null::int as "providerId", coalesce(email, '') <> '' as "hasAddress" from users
  where disabled_at is null and role = any (${`{${roles.join()}}`}::text[]) order by id limit ${mostRecipients + 1}`;

const providersOf = (incidentId: string) => sql`
  with named as (
    select distinct f.provider from incidents i join incidents held on held.root_id = i.id
    join incident_findings l on l.incident_id = held.id join findings f on f.id = l.finding_id
    where i.id = ${incidentId} and f.provider is not null
  )
  select null::uuid as "userId", p.id as "providerId", coalesce(p.contact_email, '') <> '' as "hasAddress" from providers p
  where p.id::text in (select provider from named) or not exists (select from named)
  order by p.id limit ${mostRecipients + 1}`;
