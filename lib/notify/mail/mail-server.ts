import type { Env } from "@/lib/env";
import type { AddressRules } from "@/lib/outgoing/address-rules";

/** Where mail is handed over, and in whose name. */
export type MailServer = {
  /** smtp:// or smtps://, with user and password. Never logged, never shown. */
  url: string;
  from: string;
  privateAllowed?: AddressRules["privateAllowed"];
};

/** Null while SMTP_URL is not set: nothing is sent, and the pages say so. */
export function mailServer(env: Env): MailServer | null {
  if (!env.SMTP_URL) return null;
  const from = env.MAIL_FROM ?? `muster@${new URL(env.PUBLIC_URL).hostname}`;
  return { url: env.SMTP_URL, from, privateAllowed: env.OUTGOING_PRIVATE };
}
