import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { approvals } from "@/db/schema/access";
import { AppError } from "@/lib/app-error";
import type { PolicyEstimate } from "./policy-estimate";

type Entry = PolicyEstimate["changes"][number];

const whenOf = ({ id, startsAt, endsAt }: Entry): string => JSON.stringify([id, startsAt, endsAt]);

/**
 * Holds the calendar of a policy's first 24 hours to what the approver read: a snapshot that was entered or moved since, or that a later hour
 * brings in, is what nobody agreed to. What has gone from it does no harm. Throws AppError "approval_lapsed" that names the first such entry.
 */
export async function requireKnownCalendar(
  db: Transaction,
  approvalId: string | undefined,
  entries: readonly Entry[],
): Promise<void> {
  // Without an approval there is nothing to compare with, and the act itself asks for one.
  if (!approvalId) return;
  const [approval] = await db
    .select({ figures: approvals.figures })
    .from(approvals)
    .where(eq(approvals.id, approvalId));
  // proposePolicy alone writes the figures of this kind; of another kind the approval is refused anyway.
  const read = (approval?.figures as PolicyEstimate | null | undefined)?.changes ?? [];
  const known = new Set(read.map(whenOf));
  const unread = entries.find((entry) => !known.has(whenOf(entry)));
  if (!unread) return;
  throw new AppError(
    "conflict",
    "approval_lapsed",
    `“${unread.title}” was not in the calendar of its first 24 hours when it was approved: propose it again.`,
  );
}
