import { eq } from "drizzle-orm";
import { z } from "zod";
import { incidentEvidence } from "@/db/schema/evidence";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { plainFileName } from "@/lib/files/plain-file-name";
import { contentPlace } from "./content-place";
import { verifiedBlocks } from "./evidence-blocks";
import { evidenceNotFound } from "./evidence-not-found";

export type EvidenceContent = {
  /** Cleaned: fit for a header and a disk. */
  name: string;
  bytes: number;
  /** The last block comes only when size and hash are those that were kept. */
  blocks: AsyncGenerator<Uint8Array, void>;
};

/**
 * A file of evidence, block by block; who takes it is in the audit trail, and so is a file whose hash no longer fits. Throws not_found
 * "evidence_not_found"; reading the blocks throws conflict "evidence_damaged".
 */
export async function readEvidence(ctx: Ctx, id: string, directory: string | null): Promise<EvidenceContent> {
  requirePermission(ctx.actor, "incident.read-evidence");
  if (!z.uuid().safeParse(id).success) throw evidenceNotFound();
  return ctx.db.transaction(async (db) => {
    const [row] = await db.select().from(incidentEvidence).where(eq(incidentEvidence.id, id));
    if (!row) throw evidenceNotFound();
    const { name, bytes, sha256, incidentId, place } = row;
    const target = { kind: "incident", id: incidentId };
    const after = { evidence: id, name, bytes, sha256 };
    await recordAudit({ ...ctx, db }, { action: "incident.download-evidence", target, after });
    const blocks = verifiedBlocks(contentPlace(place, ctx.db.$client, directory).read(id), { bytes, sha256 });
    return { name: plainFileName(name, "evidence"), bytes, blocks: noting(ctx, blocks, { target, after }) };
  });
}

async function* noting(
  ctx: Ctx,
  blocks: AsyncGenerator<Uint8Array, void>,
  about: { target: { kind: string; id: string }; after: unknown },
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* blocks;
  } catch (error) {
    if (error instanceof AppError && error.code === "evidence_damaged") {
      await ctx.db.transaction((db) => recordAudit({ ...ctx, db }, { action: "incident.evidence-damaged", ...about }));
    }
    throw error;
  }
}
