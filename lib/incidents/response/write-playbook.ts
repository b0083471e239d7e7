import { eq } from "drizzle-orm";
import { z } from "zod";
import { playbooks, playbookVersions } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { Reason } from "../incident";
import { lockPlaybook } from "./list-playbooks";
import { type Playbook, PlaybookFields } from "./playbook";

export const CreatePlaybook = z.object({ fields: PlaybookFields });
export type CreatePlaybook = z.input<typeof CreatePlaybook>;
export const UpdatePlaybook = z.object({ id: z.uuid(), version: z.int(), fields: PlaybookFields, reason: Reason });
export type UpdatePlaybook = z.input<typeof UpdatePlaybook>;
export const RetirePlaybook = z.object({ id: z.uuid(), version: z.int(), reason: Reason });
export type RetirePlaybook = z.input<typeof RetirePlaybook>;

/** Writes a new playbook; returns its id. */
export async function createPlaybook(ctx: Ctx, input: CreatePlaybook): Promise<string> {
  requirePermission(ctx.actor, "playbook.write");
  const { fields } = parseInput(CreatePlaybook, input);
  return ctx.db.transaction(async (db) => {
    const [row] = await db
      .insert(playbooks)
      .values({ createdAt: ctx.now, updatedAt: ctx.now })
      .returning({ id: playbooks.id });
    if (!row) throw new Error("an insert returned no row");
    await insertPlaybookVersion({ ...ctx, db }, { id: row.id, version: 1, fields, reason: "written" });
    await recordAudit(
      { ...ctx, db },
      {
        ...{ action: "playbook.create", target: { kind: "playbook", id: row.id } },
        after: fields,
      },
    );
    return row.id;
  });
}

/**
 * Writes the next version of a playbook that was read at `version`; incidents keep the one that they were started from. Returns the new
 * version. Throws "playbook_not_found", conflict "playbook_retired", conflict "stale_version" with what stands there now.
 */
export async function updatePlaybook(ctx: Ctx, input: UpdatePlaybook): Promise<number> {
  requirePermission(ctx.actor, "playbook.write");
  const { id, version, fields, reason } = parseInput(UpdatePlaybook, input);
  return ctx.db.transaction(async (db) => {
    const before = await lockPlaybook(db, id);
    requireLive(before);
    requireVersion(before, version);
    await db
      .update(playbooks)
      .set({ version: version + 1, updatedAt: ctx.now })
      .where(eq(playbooks.id, id));
    await insertPlaybookVersion({ ...ctx, db }, { id, version: version + 1, fields, reason });
    await recordAudit(
      { ...ctx, db },
      {
        ...{ action: "playbook.update", target: { kind: "playbook", id } },
        ...{ before: fieldsOf(before), after: { ...fields, version: version + 1, reason } },
      },
    );
    return version + 1;
  });
}

/** Takes a playbook out of the choice. Throws as updatePlaybook does. */
export async function retirePlaybook(ctx: Ctx, input: RetirePlaybook): Promise<void> {
  requirePermission(ctx.actor, "playbook.write");
  const { id, version, reason } = parseInput(RetirePlaybook, input);
  await ctx.db.transaction(async (db) => {
    const before = await lockPlaybook(db, id);
    requireLive(before);
    requireVersion(before, version);
    await db.update(playbooks).set({ retiredAt: ctx.now, updatedAt: ctx.now }).where(eq(playbooks.id, id));
    await recordAudit(
      { ...ctx, db },
      {
        ...{ action: "playbook.retire", target: { kind: "playbook", id } },
        after: { name: before.name, version, reason },
      },
    );
  });
}

type NewVersion = { id: string; version: number; fields: PlaybookFields; reason: string };

export async function insertPlaybookVersion({ db, actor, now }: TransactionCtx, given: NewVersion): Promise<void> {
  const { id, version, fields, reason } = given;
  await db
    .insert(playbookVersions)
    .values({ playbookId: id, version, ...fields, writtenBy: actor.name, writtenAt: now, reason });
}

const fieldsOf = ({ name, kind, description, steps }: Playbook): PlaybookFields => ({ name, kind, description, steps });

function requireVersion(playbook: Playbook, version: number): void {
  if (playbook.version === version) return;
  const message = "Somebody changed this playbook meanwhile: look at what is different, then save again.";
  const details = { version: playbook.version, current: fieldsOf(playbook) };
  throw new AppError("conflict", "stale_version", message, details);
}

export function requireLive(playbook: Playbook): void {
  if (!playbook.retiredAt) return;
  throw new AppError("conflict", "playbook_retired", `"${playbook.name}" was retired: choose another.`);
}
