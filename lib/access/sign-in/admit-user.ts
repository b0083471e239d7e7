import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { type Role, roles } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Actor } from "@/lib/context";

/** What the OpenID provider has vouched for. */
export type Identity = {
  issuer: string;
  subject: string;
  name: string | null;
  email: string | null;
  /** What the provider's groups name. */
  role: Role;
};

export type AdmittedUser = { id: string; name: string; email: string | null; role: Role };

/**
 * The user of `identity`, made at the first sign-in; name, e-mail and role follow the provider at every one. The one rule for roles: what
 * the groups name, unless an admin of Muster has set one, which holds until it is lifted. Throws AppError "user_disabled".
 */
export async function admitUser(
  { db, now, address }: { db: Database; now: Date; address?: string },
  identity: Identity,
): Promise<AdmittedUser> {
  return db.transaction(async (tx) => {
    const before = await lockUser(tx, identity);
    if (before?.disabledAt) {
      throw new AppError("forbidden", "user_disabled", "This account was disabled in Muster. Ask an admin of Muster.");
    }
    const role = roles.find((known) => known === before?.assignedRole) ?? identity.role;
    const { name, email, role: groupRole } = identity;
    const values = { name, email, role, groupRole, lastSignInAt: now };
    const [row] = await tx
      .insert(users)
      .values({ issuer: identity.issuer, subject: identity.subject, createdAt: now, ...values })
      .onConflictDoUpdate({ target: [users.issuer, users.subject], set: values })
      .returning({ id: users.id });
    if (!row) throw new Error("An upsert returned no row.");
    const user = { id: row.id, name: name ?? "Unnamed", email, role };
    const actor: Actor = {
      kind: "user",
      id: user.id,
      name: user.name,
      role: user.role,
      address,
    };
    if (before?.role !== user.role) {
      await recordAudit(
        { db: tx, actor, now },
        {
          action: before ? "user.change-role" : "user.create",
          target: { kind: "user", id: user.id },
          before: before ? { role: before.role } : undefined,
          after: { role: user.role, issuer: identity.issuer },
        },
      );
    }
    return user;
  });
}

async function lockUser(tx: Transaction, identity: Identity) {
  const [row] = await tx
    .select({ role: users.role, assignedRole: users.assignedRole, disabledAt: users.disabledAt })
    .from(users)
    .where(and(eq(users.issuer, identity.issuer), eq(users.subject, identity.subject)))
    .for("update");
  return row;
}
