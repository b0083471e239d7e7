import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { statusRecipients } from "@/db/schema/status";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { openStates } from "@/lib/incidents/incident-choices";
import { queueDeliveries } from "@/lib/notify/deliveries/queue-deliveries";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { reminderKind, statusChannelName } from "./status-channel-name";
import { type Audience, audienceLabels } from "./update-choices";

const mostAtOnce = 50;

type Due = {
  id: string;
  audience: Audience;
  incidentId: string;
  rootId: string;
  reference: string;
  leadId: string | null;
};

/**
 * Reminds once of each promised update whose time has come and which nothing later took the place of: an event in the timeline, a notice to open
 * pages, and a message to the lead. Only of incidents that are open. Returns how many. Any number of workers may run it.
 */
export async function remindUpdates(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await takeDue(tx, now);
    for (const each of due) await remind(tx, each, now);
    return due.length;
  });
}

async function takeDue(tx: Transaction, now: Date): Promise<Due[]> {
  const at = now.toISOString();
  const rows = await tx.execute<Due>(sql`
    with due as (
      select u.id from status_updates u
      where u.next_promised_at <= ${at}::timestamptz and u.reminded_at is null
      order by u.next_promised_at, u.id limit ${mostAtOnce} for update skip locked
    ), taken as (
      update status_updates u set reminded_at = ${at}::timestamptz from due where u.id = due.id returning u.*
    )
    select t.id, t.audience, t.incident_id as "incidentId", i.id as "rootId", i.reference,
      (select r.user_id from incident_roles r where r.incident_id = i.id and r.role = 'lead') as "leadId"
    from taken t join incidents held on held.id = t.incident_id join incidents i on i.id = held.root_id
    where i.state = any (${`{${openStates.join()}}`}::text[]) and not exists (
      select from status_updates later join incidents l on l.id = later.incident_id
      where l.root_id = i.id and later.audience = t.audience and (later.sent_at, later.id) > (t.sent_at, t.id))
    order by t.id`);
  return [...rows];
}

async function remind(tx: Transaction, due: Due, now: Date): Promise<void> {
  const { id, audience, rootId, reference, leadId } = due;
  const to = audienceLabels[audience].toLowerCase();
  const title = `The promised update of ${reference} to ${to} is due`;
  const subjects = { incident: rootId };
  await recordDomainEvent(
    { db: tx, now },
    { kind: "status.due", title, happenedAt: now, subjects, figures: { audience } },
  );
  await notifyInTransaction(tx, { kind: "incident", id: rootId });
  if (leadId === null) return;
  const [row] = await tx
    .insert(statusRecipients)
    .values({ updateId: id, purpose: "reminder", userId: leadId })
    .onConflictDoNothing()
    .returning({ id: statusRecipients.id });
  if (!row) return;
  const delivery = { channel: statusChannelName, destinationId: row.id, messageId: id, kind: reminderKind, body: "" };
  await queueDeliveries({ db: tx, now }, [delivery]);
}
