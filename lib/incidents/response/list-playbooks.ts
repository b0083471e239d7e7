import { and, asc, desc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { playbooks, playbookVersions } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { Playbook } from "./playbook";

const mostListed = 200;

const { name, kind, description, steps, writtenBy, writtenAt, reason } = playbookVersions;
const columns = {
  ...{ id: playbooks.id, key: playbooks.key, version: playbookVersions.version, retiredAt: playbooks.retiredAt },
  ...{ name, kind, description, steps, writtenBy, writtenAt, reason },
};
/** Only writePlaybook writes the columns. */
const asPlaybook = (row: { [Key in keyof Playbook]: unknown }): Playbook => row as Playbook;
const ofPlaybook = eq(playbookVersions.playbookId, playbooks.id);
const isLatest = eq(playbookVersions.version, playbooks.version);

export const playbookNotFound = () => new AppError("not_found", "playbook_not_found", "There is no such playbook.");

/** Playbooks that may be started, each at its latest version, the oldest first; 200 at most. */
export async function listPlaybooks(ctx: Ctx): Promise<Playbook[]> {
  requirePermission(ctx.actor, "playbook.read");
  const rows = await ctx.db
    .select(columns)
    .from(playbooks)
    .innerJoin(playbookVersions, and(ofPlaybook, isLatest))
    .where(isNull(playbooks.retiredAt))
    .orderBy(asc(playbooks.createdAt), asc(playbooks.id))
    .limit(mostListed);
  return rows.map(asPlaybook);
}

/** The versions of one playbook, the latest first; 200 at most. Throws not_found "playbook_not_found". */
export async function listPlaybookVersions(ctx: Ctx, id: string): Promise<Playbook[]> {
  requirePermission(ctx.actor, "playbook.read");
  const rows = await ctx.db
    .select(columns)
    .from(playbooks)
    .innerJoin(playbookVersions, ofPlaybook)
    .where(eq(playbooks.id, id))
    .orderBy(desc(playbookVersions.version))
    .limit(mostListed);
  if (rows.length === 0) throw playbookNotFound();
  return rows.map(asPlaybook);
}

/** The latest version, whose playbook is locked. Throws not_found "playbook_not_found". */
export async function lockPlaybook(db: Transaction, id: string): Promise<Playbook> {
  // First by itself: whoever waited for it would join the version that they saw before.
  const locked = await db.select({ id: playbooks.id }).from(playbooks).where(eq(playbooks.id, id)).for("update");
  if (locked.length === 0) throw playbookNotFound();
  const [row] = await db
    .select(columns)
    .from(playbooks)
    .innerJoin(playbookVersions, and(ofPlaybook, isLatest))
    .where(eq(playbooks.id, id));
  if (!row) throw new Error("a playbook has no version");
  return asPlaybook(row);
}
