import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { evidenceUploads, incidentEvidence } from "@/db/schema/evidence";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { familyIds } from "../family-ids";
import { lockIncidents, requireNotMerged } from "../require-incident";
import { tellIncident } from "../tell-incident";
import { type ContentPlace, contentPlace, placeNameOf } from "./content-place";
import { blocksOf, type Measured } from "./evidence-blocks";
import { AddEvidence, asEvidence, type EvidenceFile, type EvidenceSource, evidenceColumns } from "./evidence-file";
import { mostEvidenceBytes, mostEvidenceFiles } from "./evidence-limits";

/**
 * Keeps a file as evidence of an incident, read as it arrives. Nothing of it shows before all of it is kept, and nothing stays when it breaks
 * off. Throws "incident_not_found", conflict "incident_merged" and "too_many_files", too_large "too_large", bad_request
 * "incomplete" and unprocessable "invalid_input".
 */
export async function addEvidence(ctx: Ctx, input: AddEvidence, source: EvidenceSource): Promise<EvidenceFile> {
  requirePermission(ctx.actor, "incident.write");
  const fields = parseInput(AddEvidence, input);
  if (source.bytes > mostEvidenceBytes) {
    throw new AppError("too_large", "too_large", "At most 200 MB are taken here.", { field: "file" });
  }
  if (source.bytes === 0) throw new AppError("unprocessable", "empty_file", "This file is empty.", { field: "file" });
  const id = randomUUID();
  const placeName = placeNameOf(source.directory);
  const place = contentPlace(placeName, ctx.db.$client, source.directory);
  await ctx.db.transaction(async (db) => {
    await requireRoom(db, fields.incidentId);
    await db.insert(evidenceUploads).values({ id, incidentId: fields.incidentId, place: placeName, begunAt: ctx.now });
  });
  try {
    const measured = await keep(place, id, source);
    return await ctx.db.transaction(async (db) => {
      await requireRoom(db, fields.incidentId);
      const [begun] = await db.delete(evidenceUploads).where(eq(evidenceUploads.id, id)).returning();
      if (!begun) throw new AppError("conflict", "upload_expired", "This took too long: send the file again.");
      const { id: addedById, name: addedBy } = ctx.actor;
      const [row] = await db
        .insert(incidentEvidence)
        .values({ ...fields, ...measured, id, place: placeName, addedById, addedBy, addedAt: ctx.now })
        .returning(evidenceColumns);
      if (!row) throw new Error("an insert returned no row");
      const { name, bytes, sha256 } = row;
      await tellIncident({ ...ctx, db }, fields.incidentId, {
        action: "incident.add-evidence",
        after: { evidence: id, name, bytes, sha256 },
        event: {
          kind: "incident.evidence-added",
          title: `Evidence was added: ${name}`,
          figures: { file: id, bytes, sha256 },
        },
      });
      return asEvidence(row);
    });
  } catch (error) {
    await discard(ctx, place, id);
    throw error;
  }
}

/** Also of a closed incident: what turns up later belongs to it. */
async function requireRoom(db: Transaction, incidentId: string): Promise<void> {
  const [incident] = await lockIncidents(db, [incidentId]);
  if (!incident) return;
  requireNotMerged(incident);
  const count = await db.$count(incidentEvidence, inArray(incidentEvidence.incidentId, await familyIds(db, incident)));
  if (count < mostEvidenceFiles) return;
  const message = `${incident.reference} has ${mostEvidenceFiles} files already: pack what belongs together into one.`;
  throw new AppError("conflict", "too_many_files", message);
}

async function keep(place: ContentPlace, id: string, source: EvidenceSource): Promise<Measured> {
  let measured: Measured | undefined;
  async function* blocks() {
    measured = yield* blocksOf(source.chunks, Math.min(source.bytes, mostEvidenceBytes));
    if (measured.bytes === source.bytes) return;
    throw new AppError("bad_request", "incomplete", "The file broke off on its way: send it again.");
  }
  await place.write(id, blocks());
  if (!measured) throw new Error("a place did not read the whole file");
  return measured;
}

/** If this fails too, removeUnfinished does it later: the upload's row still stands. */
async function discard({ db }: Ctx, place: ContentPlace, id: string): Promise<void> {
  await place.remove(id);
  await db.delete(evidenceUploads).where(eq(evidenceUploads.id, id));
}
