import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { users } from "@/db/schema/access";
import type { Role } from "@/lib/access/permissions";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { startSession } from "@/lib/access/sessions/start-session";

export type TestSession = { userId: string; cookie: { name: string; value: string } };

/**
 * Signs a new person of `role` in without the form, for tests; the cookie goes to the host of `publicUrl`. The provider asked them who they
 * are at `authTime`: just now unless said.
 */
export async function createSessionFor(
  db: Database,
  person: { role: Role; name?: string; publicUrl?: string; now?: Date; authTime?: Date | null },
): Promise<TestSession> {
  const now = person.now ?? new Date();
  const name = person.name ?? `Test ${person.role}`;
  const [row] = await db
    .insert(users)
    .values({ issuer: "https://test.invalid", subject: randomUUID(), name, role: person.role, createdAt: now })
    .returning({ id: users.id });
  if (!row) throw new Error("An insert returned no row.");
  const authTime = person.authTime === undefined ? now : person.authTime;
  const { token } = await startSession(
    { db, now },
    { user: { id: row.id, name, role: person.role }, proof: { authTime, providerSid: null, idToken: null } },
  );
  return { userId: row.id, cookie: { name: sessionCookieName(person.publicUrl ?? "http://localhost"), value: token } };
}
