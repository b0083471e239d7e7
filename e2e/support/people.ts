import type { Database } from "@/db/client";
import { type Role, roles } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";

export type Person = { userId: string; cookie: string };

/** A new person of each role, signed in without the form: their id, and the cookie as a header has it. */
export async function signInEveryRole(db: Database, publicUrl: string): Promise<Record<Role, Person>> {
  const people = await Promise.all(
    roles.map(async (role) => {
      const { userId, cookie } = await createSessionFor(db, { role, publicUrl });
      return [role, { userId, cookie: `${cookie.name}=${cookie.value}` }] as const;
    }),
  );
  // `roles` has every key of the record.
  return Object.fromEntries(people) as Record<Role, Person>;
}
