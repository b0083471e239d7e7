import { readEnv } from "@/lib/env";
import type { AddressRules } from "@/lib/outgoing/address-rules";
import { outgoingFetch } from "@/lib/outgoing/outgoing-fetch";

export const providerTimeoutMs = 5_000;
const mostBytes = 1_000_000;

/** The issuer's host, which the configuration names, may be within the private network; others that it names may not, unless allowed. */
export function providerRules(issuer: string): (host: string) => AddressRules {
  const own = new URL(issuer).hostname;
  const privateAllowed = readEnv().OUTGOING_PRIVATE;
  return (host) => ({ isOwn: host === own || `[${host}]` === own, privateAllowed });
}

/** Asks an address of the provider `issuer`, its own or one that its discovery names, by outgoingFetch: 5 s, 1 MB, no redirect. */
export function providerFetch(
  address: string | URL,
  issuer: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const hosts = [new URL(address).hostname];
  return outgoingFetch(address, {
    headers,
    hosts,
    rules: providerRules(issuer),
    timeoutMs: providerTimeoutMs,
    mostBytes,
  });
}
