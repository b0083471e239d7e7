import { asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { findings } from "@/db/schema/findings";
import type { FindingStatus } from "../finding-choices";
import type { TriageState } from "./after-act";

export type LockedFinding = {
  id: string;
  version: number;
  title: string;
  fingerprint: string;
  subjects: Record<string, string>;
  /** The name of who it is assigned to. */
  assignee: string | null;
  state: TriageState;
};

/** Findings by their ids, until the end of the transaction nobody else's to change; in one order, so that two acts do not wait for each other. */
export async function lockFindings(db: Transaction, ids: readonly string[]): Promise<Map<string, LockedFinding>> {
  const rows = await db
    .select({
      id: findings.id,
      version: findings.version,
      title: findings.title,
      fingerprint: findings.fingerprint,
      subjects: findings.subjects,
      assignee: users.name,
      status: findings.status,
      assigneeId: findings.assigneeId,
      acknowledgedAt: findings.acknowledgedAt,
      acknowledgedBy: findings.acknowledgedBy,
      suppressionId: findings.suppressionId,
      resolvedAt: findings.resolvedAt,
      endedAt: findings.endedAt,
    })
    .from(findings)
    .leftJoin(users, eq(users.id, findings.assigneeId))
    .where(inArray(findings.id, [...ids]))
    .orderBy(asc(findings.id))
    .for("update", { of: findings });
  return new Map(
    rows.map(({ id, version, title, fingerprint, subjects, assignee, status, ...state }) => [
      id,
      // The columns hold these shapes and no others.
      {
        ...{ id, version, title, fingerprint, assignee, subjects: subjects as Record<string, string> },
        state: { ...state, status: status as FindingStatus },
      },
    ]),
  );
}
