import type { Database } from "@/db/client";
import type { Role } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

/** A context of somebody with `role`, for tests. */
export function testCtx(db: Database, role: Role, now: Date, id = "00000000-0000-4000-8000-000000000001"): Ctx {
  return { db, now, actor: { kind: "user", id, name: `Test ${role}`, role, address: "192.0.2.1" } };
}
