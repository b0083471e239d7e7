import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { incidentEntries, incidentEntryRevisions } from "@/db/schema/incidents";
import { may, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { When } from "../when/when";
import type { TimelineKind } from "./timeline-kinds";

const mostRevisions = 100;

export type EntryRevision = {
  revision: number;
  kind: TimelineKind;
  body: string;
  when: When;
  source: string;
  replacedBy: string;
  replacedAt: Date;
  reason: string;
};

/** What an event said before, the latest first; the last 100. Of private notes only for those who may read them. */
export async function listEntryRevisions(ctx: Ctx, entryId: string): Promise<EntryRevision[]> {
  requirePermission(ctx.actor, "incident.read");
  const [entry] = z.uuid().safeParse(entryId).success
    ? await ctx.db
        .select({ isPrivate: incidentEntries.isPrivate })
        .from(incidentEntries)
        .where(eq(incidentEntries.id, entryId))
    : [];
  const mayReadPrivate = may(ctx.actor, "incident.read-private");
  if (!entry || (entry.isPrivate && !mayReadPrivate)) {
    throw new AppError("not_found", "entry_not_found", "There is no such event in the timeline.");
  }
  const rows = await ctx.db
    .select()
    .from(incidentEntryRevisions)
    .where(eq(incidentEntryRevisions.entryId, entryId))
    .orderBy(desc(incidentEntryRevisions.revision))
    .limit(mostRevisions);
  return rows
    .filter((row) => !row.isPrivate || mayReadPrivate)
    .map(({ revision, kind, body, value, source, replacedBy, replacedAt, reason }) => ({
      ...{ revision, body, source, replacedBy, replacedAt, reason },
      // The columns hold what EntryFields and readWhen let in.
      kind: kind as TimelineKind,
      when: value as When,
    }));
}
