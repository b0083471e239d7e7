import { approvals } from "@/db/schema/access";
import type { IncidentCause } from "@/lib/context";
import type { ApprovalKind } from "./approval-kinds";

/** How long a proposal may wait and be used: a day, after which nobody remembers what it was decided upon. */
export const approvalLastsMs = 86_400_000;

const approvalEnds = ["carried_out", "rejected", "withdrawn", "lapsed"] as const;
export type ApprovalEnd = (typeof approvalEnds)[number];
/** open: waits for a second person; approved: waits to be carried out. */
export type ApprovalState = "open" | "approved" | "expired" | ApprovalEnd;

export type Approval = {
  id: string;
  kind: ApprovalKind;
  targetId: string;
  title: string;
  state: ApprovalState;
  /** What the act is called with; plain JSON. */
  input: unknown;
  figures: unknown;
  /** From which it was proposed. */
  incident: IncidentCause | null;
  reason: string | null;
  proposedBy: string;
  proposedByName: string;
  proposedAt: Date;
  expiresAt: Date;
  approvedByName: string | null;
  approvedAt: Date | null;
  endedAt: Date | null;
  endedByName: string | null;
  endedWhy: string | null;
};

/** The columns that make an Approval. */
export const approvalColumns = {
  id: approvals.id,
  kind: approvals.kind,
  targetId: approvals.targetId,
  title: approvals.title,
  input: approvals.input,
  figures: approvals.figures,
  incident: approvals.incident,
  reason: approvals.reason,
  proposedBy: approvals.proposedBy,
  proposedByName: approvals.proposedByName,
  proposedAt: approvals.proposedAt,
  expiresAt: approvals.expiresAt,
  approvedByName: approvals.approvedByName,
  approvedAt: approvals.approvedAt,
  endedHow: approvals.endedHow,
  endedAt: approvals.endedAt,
  endedByName: approvals.endedByName,
  endedWhy: approvals.endedWhy,
};

type Row = Omit<Approval, "state" | "kind" | "incident"> & { kind: string; incident: unknown; endedHow: string | null };

export function approvalOf({ endedHow, ...row }: Row, now: Date): Approval {
  return {
    ...row,
    // Only proposeApproval writes kinds and incidents, and only the files beside this one write ends.
    kind: row.kind as ApprovalKind,
    incident: row.incident as IncidentCause | null,
    state: (endedHow as ApprovalEnd | null) ?? waitingState(row, now),
  };
}

function waitingState(row: { expiresAt: Date; approvedAt: Date | null }, now: Date): ApprovalState {
  if (row.expiresAt <= now) return "expired";
  return row.approvedAt ? "approved" : "open";
}
