import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { publicEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { endpointName } from "./endpoint";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { type ImportDefaults, type ImportPlan, planImport } from "./plan-import";
import { requireRoom } from "./require-room";

export type ImportCounts = { added: number; changed: number; gone: number };

/** What an import would do. Throws what planImport throws. */
export async function previewImport(ctx: Ctx, bytes: Uint8Array, defaults: ImportDefaults): Promise<ImportPlan> {
  requirePermission(ctx.actor, "endpoint.write");
  const { defaults: _, ...plan } = await planImport(ctx.db, bytes, defaults);
  return plan;
}

/**
 * Does what the preview of `digest` showed. Conflict "stale_preview" when the register, the document or what was typed beside
 * it has changed since; "register_full".
 */
export async function importEndpoints(
  ctx: Ctx,
  bytes: Uint8Array,
  request: { defaults: ImportDefaults; digest: string },
): Promise<ImportCounts> {
  requirePermission(ctx.actor, "endpoint.write");
  return ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const { defaults, ...plan } = await planImport(db, bytes, request.defaults);
    if (plan.digest !== request.digest) {
      const message = "The register or the document has changed since the preview: look at it again.";
      throw new AppError("conflict", "stale_preview", message);
    }
    await requireRoom(db, plan.added.length);
    await add({ ...ctx, db }, plan, defaults);
    for (const { endpoint, to } of plan.changed) {
      const { summary, authentication, isDeprecated, risk } = to;
      const document = { source: "import", document: plan.title, revision: endpoint.revision + 1, updatedAt: ctx.now };
      await db
        .update(publicEndpoints)
        .set({ summary, authentication, isDeprecated, risk, ...document })
        .where(and(eq(publicEndpoints.id, endpoint.id), eq(publicEndpoints.revision, endpoint.revision)));
    }
    await takeOut(db, plan, ctx.now);
    const counts = { added: plan.added.length, changed: plan.changed.length, gone: plan.gone.length };
    await tell({ ...ctx, db }, plan, counts);
    await judgeEndpointReviews({ db, now: ctx.now });
    return counts;
  });
}

type Inside = Omit<Ctx, "db"> & { db: Transaction };
const batchSize = 500;

async function add(
  { db, actor, now }: Inside,
  plan: ImportPlan,
  { owner, exposure, dataClass }: { owner: string; exposure: string; dataClass: string },
): Promise<void> {
  const shared = {
    owner,
    exposure,
    dataClass,
    source: "import",
    document: plan.title,
    riskReason: null,
    updatedAt: now,
  };
  for (let from = 0; from < plan.added.length; from += batchSize) {
    const batch = plan.added.slice(from, from + batchSize);
    const rows = batch.map(({ wasRemoved: _, ...each }) => ({
      ...each,
      ...shared,
      createdBy: actor.name,
      createdAt: now,
    }));
    await db.insert(publicEndpoints).values(rows).onConflictDoNothing();
  }
  // Those that were in it before come back with their reviews.
  for (const { wasRemoved, host, method, path, ...fields } of plan.added.filter((each) => each.wasRemoved)) {
    const { host: hosts, method: methods, path: paths } = publicEndpoints;
    await db
      .update(publicEndpoints)
      .set({ ...fields, ...shared, removedAt: null })
      .where(and(eq(hosts, host), eq(methods, method), eq(paths, path)));
  }
}

async function takeOut(db: Transaction, plan: ImportPlan, now: Date): Promise<void> {
  if (plan.gone.length === 0) return;
  const ids = plan.gone.map(({ id }) => id);
  await db.update(publicEndpoints).set({ removedAt: now, updatedAt: now }).where(inArray(publicEndpoints.id, ids));
}

async function tell({ db, actor, now }: Inside, plan: ImportPlan, counts: ImportCounts): Promise<void> {
  const after = {
    ...{ title: plan.title, version: plan.version, digest: plan.digest },
    added: plan.added.map(endpointName),
    changed: plan.changed.map(({ endpoint, changed }) => `${endpointName(endpoint)}: ${changed.join(", ")}`),
    gone: plan.gone.map(endpointName),
  };
  await recordAudit(
    { db, actor, now },
    { action: "endpoint.import", target: { kind: "endpoint-document", id: plan.title }, after },
  );
  const title = `Public endpoints imported from “${plan.title}”`;
  const subjects = { document: plan.title };
  await recordDomainEvent(
    { db, now },
    { kind: "endpoint.imported", title, happenedAt: now, subjects, figures: counts },
  );
}
