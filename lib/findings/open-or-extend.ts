import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { type NewFinding, openFinding } from "./open-finding";

type Said = Pick<NewFinding, "title" | "summary" | "evidence">;

/**
 * Opens a finding, or counts up the open one of that fingerprint and lets it say what `extend` makes of the evidence that it had: for what is
 * told in parts, of which each adds to the figures. Of two at once the second extends what the first has stored.
 */
export async function openOrExtend(
  tx: Transaction,
  finding: NewFinding,
  now: Date,
  extend: (evidence: unknown) => Said,
): Promise<void> {
  const { id, isNew } = await openFinding(tx, finding, now);
  if (isNew) return;
  // Counting it up has locked it.
  const [row] = await tx.select({ evidence: findings.evidence }).from(findings).where(eq(findings.id, id));
  const { title, summary, evidence } = extend(row?.evidence);
  await tx.update(findings).set({ title, summary, evidence }).where(eq(findings.id, id));
}
