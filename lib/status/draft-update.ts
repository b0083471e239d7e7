import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { fillTemplate } from "./fill-template";
import { findRecipients } from "./find-recipients";
import { requireAudience, requireShareable } from "./require-sendable";
import { audiences, updateKinds } from "./update-choices";
import { readUpdateFacts, type UpdateFacts } from "./update-facts";

export const DraftUpdate = z.object({
  incidentId: z.uuid(),
  audience: z.enum(audiences),
  kind: z.enum(updateKinds),
});

export type UpdateDraft = {
  subject: string;
  body: string;
  facts: UpdateFacts;
  /** How many it would go to now, and how many of the audience have no address. */
  recipients: number;
  without: number;
};

/** What a person begins with: the template filled from the record as it is now. Sends and stores nothing. Conflict "tlp_forbids". */
export async function draftUpdate(ctx: Ctx, input: z.input<typeof DraftUpdate>): Promise<UpdateDraft> {
  requirePermission(ctx.actor, "update.send");
  const { incidentId, audience, kind } = parseInput(DraftUpdate, input);
  requireAudience(ctx.actor, audience);
  const facts = await readUpdateFacts(ctx, incidentId);
  requireShareable(audience, facts.tlp);
  const { reached, without } = await findRecipients(ctx.db, audience, incidentId);
  return { ...fillTemplate(audience, kind, facts), facts, recipients: reached.length, without };
}
