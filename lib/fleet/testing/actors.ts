import type { Database } from "@/db/client";
import type { Role } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

/** The context of a person of this role, for tests. */
export function ctxOf(db: Database, role: Role, now: Date): Ctx {
  return { db, now, actor: { kind: "user", id: `user-${role}`, name: `A ${role}`, role } };
}
