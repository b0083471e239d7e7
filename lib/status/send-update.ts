import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { statusRecipients, statusUpdates } from "@/db/schema/status";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { lockIncidents, requireNotMerged } from "@/lib/incidents/require-incident";
import { tellIncident } from "@/lib/incidents/tell-incident";
import { queueDeliveries } from "@/lib/notify/deliveries/queue-deliveries";
import type { MailServer } from "@/lib/notify/mail/mail-server";
import { parseInput } from "@/lib/parse-input";
import { findRecipients, type Recipient } from "./find-recipients";
import { requireAudience, requireShareable } from "./require-sendable";
import { statusChannelName, updateKind } from "./status-channel-name";
import { audienceLabels, audiences, updateKinds } from "./update-choices";
import { readUpdateFacts } from "./update-facts";

// Line breaks would begin another header; signs that turn the direction of writing make one address look like another.
const oneLine = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;
const lines = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u;

export const SendUpdate = z.object({
  /** Made once by whoever writes it: the same id is the same update, however often it is sent. */
  id: z.uuid(),
  incidentId: z.uuid(),
  audience: z.enum(audiences),
  kind: z.enum(updateKinds),
  subject: z
    .string()
    .trim()
    .min(1, "give it a subject")
    .max(200, "at most 200 characters")
    .regex(oneLine, "must not hold invisible characters"),
  body: z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").trim())
    .refine((text) => text.length > 0, "write something first")
    .refine((text) => text.length <= 20_000, "at most 20,000 characters")
    .refine((text) => lines.test(text.replaceAll(/[\n\t]/g, "")), "must not hold control characters"),
  /** How many the sender was shown that it goes to. */
  expectedRecipients: z.int().min(1, "nobody would get it"),
  /** When the audience hears again; null: nothing is promised. */
  nextPromisedAt: z.coerce.date().nullable().default(null),
});
export type SendUpdate = z.input<typeof SendUpdate>;

const longestPromiseMs = 30 * 86_400_000;

/**
 * Sends an update to an audience: each recipient a message of its own, queued in the transaction that stores the update, its figures, its audit
 * row and its event. Sent again with the same id it is the same update, and nothing more is sent. Returns how many it goes to. Conflicts:
 * "mail_not_set_up", "tlp_forbids", "recipients_changed" with the count now, "incident_merged"; unprocessable "promise_not_ahead".
 */
export async function sendUpdate(
  ctx: Ctx,
  input: SendUpdate,
  server: Pick<MailServer, "from"> | null,
): Promise<{ recipients: number; isNew: boolean }> {
  requirePermission(ctx.actor, "update.send");
  const update = parseInput(SendUpdate, input);
  requireAudience(ctx.actor, update.audience);
  if (!server) {
    throw new AppError("conflict", "mail_not_set_up", "No mail can be sent: an admin must set SMTP_URL first.");
  }
  requireAhead(update.nextPromisedAt, ctx.now);
  const facts = await readUpdateFacts(ctx, update.incidentId);
  return ctx.db.transaction(async (db) => {
    // Two clicks wait for each other here.
    const [incident] = await lockIncidents(db, [update.incidentId]);
    if (!incident) throw new Error("a locked incident is missing");
    const sent = await readSent(db, update.id);
    if (sent !== null) return { recipients: sent, isNew: false };
    requireNotMerged(incident);
    requireShareable(update.audience, incident.tlp);
    const { reached } = await findRecipients(db, update.audience, update.incidentId);
    requireCount(reached.length, update.expectedRecipients);
    const { expectedRecipients: _, ...words } = update;
    const by = { sentById: ctx.actor.id, sentByName: ctx.actor.name, sentAt: ctx.now };
    await db.insert(statusUpdates).values({ ...words, facts, recipients: reached.length, ...by });
    await queueFor({ db, now: ctx.now }, update.id, reached);
    const { audience, kind, subject, nextPromisedAt } = update;
    const told = { audience, kind, recipients: reached.length, nextPromisedAt };
    await tellIncident({ ...ctx, db }, update.incidentId, {
      action: "status.send",
      after: { update: update.id, subject, ...told },
      event: {
        kind: "status.sent",
        title: `Update to ${audienceLabels[audience].toLowerCase()}: ${subject}`,
        figures: { ...told, connected: facts.devices?.connected ?? null, asOf: facts.devices?.at ?? null },
      },
    });
    return { recipients: reached.length, isNew: true };
  });
}

async function readSent(db: Transaction, id: string): Promise<number | null> {
  const [row] = await db
    .select({ recipients: statusUpdates.recipients })
    .from(statusUpdates)
    .where(eq(statusUpdates.id, id));
  return row?.recipients ?? null;
}

const rowsAtOnce = 1_000;

async function queueFor(ctx: { db: Transaction; now: Date }, updateId: string, reached: readonly Recipient[]) {
  for (let from = 0; from < reached.length; from += rowsAtOnce) {
    const rows = await ctx.db
      .insert(statusRecipients)
      .values(reached.slice(from, from + rowsAtOnce).map((each) => ({ ...each, updateId, purpose: "update" })))
      .returning({ id: statusRecipients.id });
    await queueDeliveries(
      ctx,
      rows.map(({ id }) => ({
        ...{ channel: statusChannelName, destinationId: id, messageId: updateId, kind: updateKind, body: "" },
      })),
    );
  }
}

function requireAhead(at: Date | null, now: Date): void {
  if (at === null || (at > now && at.getTime() - now.getTime() <= longestPromiseMs)) return;
  const message = "The next update must be promised for a time ahead, within 30 days.";
  throw new AppError("unprocessable", "promise_not_ahead", message, { field: "nextPromisedAt" });
}

function requireCount(count: number, expected: number): void {
  if (count === expected) return;
  const message = `It would go to ${count} now, not to ${expected}: look again, then send it.`;
  throw new AppError("conflict", "recipients_changed", message, { recipients: count });
}
