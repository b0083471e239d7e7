import { z } from "zod";
import { incidentEvidence } from "@/db/schema/evidence";
import { Reason } from "../incident";

const noNul = (text: string) => text.replaceAll("\0", "");

export const AddEvidence = z.object({
  incidentId: z.uuid(),
  /** Kept as it was given; only what no text of the database holds goes. */
  name: z.string().transform(noNul).pipe(z.string().min(1, "name it").max(255, "at most 255 characters")),
  note: z.string().transform(noNul).pipe(z.string().trim().max(1_000, "at most 1,000 characters")).default(""),
});
export type AddEvidence = z.input<typeof AddEvidence>;

export const WithdrawEvidence = z.object({ id: z.uuid(), reason: Reason });
export type WithdrawEvidence = z.input<typeof WithdrawEvidence>;

/** The bytes of a file that arrives. */
export type EvidenceSource = {
  chunks: AsyncIterable<Uint8Array>;
  /** As it was announced: whatever ends before was broken off. */
  bytes: number;
  /** Where files are kept; null: in the database. */
  directory: string | null;
};

export type EvidenceFile = {
  id: string;
  incidentId: string;
  name: string;
  note: string;
  bytes: number;
  sha256: string;
  addedBy: string;
  addedAt: Date;
  withdrawn: { by: string; at: Date; reason: string } | null;
};

type Row = Omit<typeof incidentEvidence.$inferSelect, "place" | "addedById">;

export const evidenceColumns = {
  id: incidentEvidence.id,
  incidentId: incidentEvidence.incidentId,
  name: incidentEvidence.name,
  note: incidentEvidence.note,
  bytes: incidentEvidence.bytes,
  sha256: incidentEvidence.sha256,
  addedBy: incidentEvidence.addedBy,
  addedAt: incidentEvidence.addedAt,
  withdrawnAt: incidentEvidence.withdrawnAt,
  withdrawnBy: incidentEvidence.withdrawnBy,
  withdrawnReason: incidentEvidence.withdrawnReason,
};

export function asEvidence({ withdrawnAt, withdrawnBy, withdrawnReason, ...file }: Row): EvidenceFile {
  const isWithdrawn = withdrawnAt !== null && withdrawnBy !== null && withdrawnReason !== null;
  return { ...file, withdrawn: isWithdrawn ? { by: withdrawnBy, at: withdrawnAt, reason: withdrawnReason } : null };
}
