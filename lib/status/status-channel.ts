import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema/access";
import { providers } from "@/db/schema/fleet";
import { incidents } from "@/db/schema/incidents";
import { statusRecipients, statusUpdates } from "@/db/schema/status";
import type { DeliveryChannel } from "@/lib/notify/deliveries/delivery";
import type { MailServer } from "@/lib/notify/mail/mail-server";
import { type Mail, sendMail } from "@/lib/notify/mail/send-mail";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { utc } from "./fill-template";
import { renderUpdate } from "./render-update";
import { reminderKind, statusChannelName } from "./status-channel-name";
import { type Audience, audienceLabels } from "./update-choices";

const consideredAtOnce = 200;

/** Mails what is queued of updates and reminders: to each recipient a message that names nobody else. `publicUrl` for the links. */
export function statusChannel(db: Database, server: MailServer, publicUrl: string): DeliveryChannel {
  return {
    name: statusChannelName,
    // Each recipient is a destination, with one message: those that have waited longest.
    destinations: sql`
      select w.destination_id, null::text from deliveries w where w.channel = ${statusChannelName} and w.state = 'waiting'
      order by w.next_attempt_at, w.id limit ${consideredAtOnce}`,
    async send({ destinationId, kind }) {
      const found = await readMessage(db, destinationId);
      // Whoever left meanwhile, or has no address any more, is not written to.
      if (!found?.address) return { isDelivered: false, error: "unknown", status: null, isFinal: true };
      const mail = kind === reminderKind ? reminderOf(found, publicUrl) : updateOf(found, server, publicUrl);
      return sendMail(server, mail);
    },
    async hold(tx, id) {
      await tx
        .select({ id: statusRecipients.id })
        .from(statusRecipients)
        .where(eq(statusRecipients.id, id))
        .for("update");
    },
    async settled(tx, { destinationId }) {
      const [row] = await tx
        .select({ id: statusUpdates.incidentId })
        .from(statusRecipients)
        .innerJoin(statusUpdates, eq(statusUpdates.id, statusRecipients.updateId))
        .where(eq(statusRecipients.id, destinationId));
      if (row) await notifyInTransaction(tx, { kind: "incident", id: row.id });
    },
  };
}

type Message = {
  recipientId: string;
  name: string;
  address: string;
  isProvider: boolean;
  audience: Audience;
  subject: string;
  body: string;
  nextPromisedAt: Date | null;
  reference: string;
};

async function readMessage(db: Database, recipientId: string): Promise<Message | null> {
  const { subject, body, audience, nextPromisedAt } = statusUpdates;
  const [row] = await db
    .select({
      ...{ subject, body, audience, nextPromisedAt, reference: incidents.reference },
      ...{ providerId: statusRecipients.providerId, userName: users.name, userEmail: users.email },
      ...{ isDisabled: sql<boolean>`${users.disabledAt} is not null` },
      ...{ contactName: providers.contactName, contactEmail: providers.contactEmail, provider: providers.name },
    })
    .from(statusRecipients)
    .innerJoin(statusUpdates, eq(statusUpdates.id, statusRecipients.updateId))
    .innerJoin(incidents, eq(incidents.id, statusUpdates.incidentId))
    .leftJoin(users, eq(users.id, statusRecipients.userId))
    .leftJoin(providers, eq(providers.id, statusRecipients.providerId))
    .where(eq(statusRecipients.id, recipientId));
  if (!row) return null;
  const isProvider = row.providerId !== null;
  const address = isProvider ? row.contactEmail : row.isDisabled ? null : row.userEmail;
  const name = isProvider ? (row.contactName ?? row.provider) : row.userName;
  return {
    ...{ recipientId, isProvider, name: name ?? "", address: address ?? "", subject: row.subject, body: row.body },
    // The column holds only words of update-choices.ts.
    ...{ audience: row.audience as Audience, nextPromisedAt: row.nextPromisedAt, reference: row.reference },
  };
}

function updateOf(message: Message, server: MailServer, publicUrl: string): Mail {
  const { reference, isProvider, body, nextPromisedAt } = message;
  const footer = isProvider
    ? `You get this because you are a provider's contact. To hear no more, answer this message with "unsubscribe".`
    : `${reference}: ${publicUrl}/incidents/${reference}`;
  // Incidents are told to providers by people, who also take the wish to hear no more.
  const unsubscribe = isProvider
    ? { headers: { "List-Unsubscribe": `<mailto:${server.from}?subject=unsubscribe>` } }
    : {};
  return {
    ...addressed(message, publicUrl),
    ...{ subject: message.subject, ...renderUpdate({ body, nextPromisedAt, footer }), ...unsubscribe },
  };
}

function reminderOf(message: Message, publicUrl: string): Mail {
  const { reference, audience, nextPromisedAt } = message;
  const due = nextPromisedAt ? utc(nextPromisedAt.toISOString()) : "now";
  const to = audienceLabels[audience].toLowerCase();
  const body = `The next update of ${reference} to ${to} was promised by ${due}.\n\nSend it, or promise another time: ${publicUrl}/incidents/${reference}`;
  const footer = "You get this because you lead the incident.";
  return {
    ...addressed(message, publicUrl),
    ...{ subject: `[${reference}] Update to ${to} is due`, ...renderUpdate({ body, nextPromisedAt: null, footer }) },
  };
}

const addressed = ({ recipientId, name, address }: Message, publicUrl: string): Pick<Mail, "to" | "messageId"> => ({
  to: { name, address },
  messageId: `${recipientId}@${new URL(publicUrl).hostname}`,
});
