import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approvals } from "@/db/schema/access";
import { AppError } from "@/lib/app-error";
import { type ApprovalState, approvalColumns, approvalOf } from "./approval";

const words: Record<ApprovalState, string> = {
  open: "It waits for a second person.",
  approved: "It was approved already.",
  expired: "It has expired: propose it again.",
  carried_out: "It was carried out already.",
  rejected: "It was rejected.",
  withdrawn: "It was withdrawn.",
  lapsed: "What it was decided upon has changed since: propose it again.",
};

/** Throws why an approval cannot be used: AppError "approval_not_found", or "approval_<state>". */
export async function refuseByState(db: Database | Transaction, id: string, now: Date): Promise<never> {
  const [row] = await db.select(approvalColumns).from(approvals).where(eq(approvals.id, id));
  if (!row) throw new AppError("not_found", "approval_not_found", "There is no such proposal.");
  const { state } = approvalOf(row, now);
  throw new AppError("conflict", `approval_${state}`, words[state]);
}
