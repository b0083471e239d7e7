import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { type NewFinding, openFinding } from "@/lib/findings/open-finding";

/** A finding of its own for a test; returns its id. */
export async function openFindingFor(db: Database, now: Date, given: Partial<NewFinding> = {}): Promise<string> {
  const { id } = await openFinding(
    db,
    {
      rule: "api.write-surge",
      fingerprint: randomUUID(),
      title: "Surge of write operations",
      summary: "For the test.",
      severity: "high",
      confidence: 0.9,
      subjects: {},
      evidence: {},
      startedAt: now,
      ...given,
    },
    now,
  );
  return id;
}
