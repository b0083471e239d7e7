import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import type { Severity } from "../finding-choices";
import { type NewFinding, openFinding } from "../open-finding";

/** Opens a finding of its own fingerprint, for tests. */
export async function makeFinding(
  db: Database,
  given: Partial<NewFinding> & { severity?: Severity } = {},
  now = new Date("2026-11-20T12:00:00Z"),
): Promise<{ id: string; version: number }> {
  const { id } = await openFinding(
    db,
    {
      rule: "fleet.example",
      fingerprint: `example/${randomUUID()}`,
      title: "Example",
      summary: "For a test.",
      severity: "medium",
      confidence: 1,
      subjects: {},
      evidence: {},
      startedAt: now,
      ...given,
    },
    now,
  );
  return { id, version: 1 };
}
