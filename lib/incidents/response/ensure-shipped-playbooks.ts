import type { Database } from "@/db/client";
import { playbooks } from "@/db/schema/incident-work";
import { recordAudit } from "@/lib/audit/record-audit";
import { systemCtx } from "@/lib/context";
import { PlaybookFields } from "./playbook";
import { shippedPlaybooks } from "./shipped-playbooks";
import { insertPlaybookVersion } from "./write-playbook";

/**
 * Writes the playbooks that Muster brings along where they were never written: what people changed or retired stays as they left it.
 * Returns how many are new. Several may do it at once.
 */
export async function ensureShippedPlaybooks(database: Database, now: Date): Promise<number> {
  const ctx = systemCtx(database, "Muster", now);
  let written = 0;
  for (const [index, { key, fields }] of shippedPlaybooks.entries()) {
    // A moment apart, so that they stand in one order.
    const createdAt = new Date(now.getTime() + index);
    await database.transaction(async (db) => {
      const [row] = await db
        .insert(playbooks)
        .values({ key, createdAt, updatedAt: createdAt })
        .onConflictDoNothing({ target: playbooks.key })
        .returning({ id: playbooks.id });
      if (!row) return;
      const tx = { ...ctx, db };
      const parsed = PlaybookFields.parse(fields);
      await insertPlaybookVersion(tx, { id: row.id, version: 1, fields: parsed, reason: "brought along by Muster" });
      await recordAudit(tx, { action: "playbook.create", target: { kind: "playbook", id: row.id }, after: parsed });
      written += 1;
    });
  }
  return written;
}
