import type { Env } from "@/lib/env";
import type { AddressRules } from "@/lib/outgoing/address-rules";

/** Where webhooks may go to. */
export type WebhookHosts = {
  /** WEBHOOK_HOSTS: names and *.names; empty: any public host. */
  named: readonly string[];
  privateAllowed?: AddressRules["privateAllowed"];
};

export const webhookHosts = (env: Env): WebhookHosts => ({
  named: env.WEBHOOK_HOSTS ?? [],
  privateAllowed: env.OUTGOING_PRIVATE,
});

/** A host that the operator's own configuration names in full may have a private address. */
export const webhookRules =
  ({ named, privateAllowed }: WebhookHosts) =>
  (host: string): AddressRules => ({ isOwn: named.includes(host), privateAllowed });

/** Why an address is not one that webhooks may go to, for the person who typed it; null where it is. `host` is never looked up here. */
export function refusedAddress(address: string, hosts: WebhookHosts): string | null {
  if (!URL.canParse(address)) return "must be an address like https://hooks.example.com/muster";
  const { protocol, hostname, username, password, hash } = new URL(address);
  if (username || password) return "must not hold a name and a password: the signature says who sends";
  if (hash) return "must not have a part after #: it is never sent";
  if (!isNamed(hostname, hosts.named)) return `must be at a host of WEBHOOK_HOSTS: ${hosts.named.join(", ")}`;
  if (protocol === "https:") return null;
  if (protocol === "http:" && loopback.test(hostname) && hosts.named.includes(hostname)) return null;
  return "must begin with https://";
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const isNamed = (host: string, named: readonly string[]): boolean =>
  named.length === 0 || named.some((each) => (each.startsWith("*.") ? host.endsWith(each.slice(1)) : host === each));
