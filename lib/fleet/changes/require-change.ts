import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { changes } from "@/db/schema/fleet";
import { AppError } from "@/lib/app-error";
import { changeColumns } from "./change-columns";

/** Locks an entered change that nobody edited since `revision` was read, or says what stands in the way. */
export async function requireChange(db: Transaction, id: string, revision: number) {
  const [row] = await db
    .select(changeColumns)
    .from(changes)
    .where(and(eq(changes.id, id), isNull(changes.deletedAt)))
    .for("update");
  if (!row) throw new AppError("not_found", "change_not_found", "There is no such entry; it may have been deleted.");
  if (row.kind === "policy") {
    throw new AppError("conflict", "policy_change", "This entry belongs to a policy: withdraw the policy instead.");
  }
  if (row.revision !== revision) {
    throw new AppError(
      "conflict",
      "stale_revision",
      "Somebody edited this entry meanwhile: load it again, then edit.",
      {
        revision: row.revision,
      },
    );
  }
  return row;
}
