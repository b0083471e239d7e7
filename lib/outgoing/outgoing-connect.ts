import { connect, isIP, type Socket } from "node:net";
import { type AddressRules, mayReach } from "./address-rules";
import { guardedLookup, refused } from "./guarded-lookup";

/**
 * A TCP connection in the making to what is no HTTP server, under the same rules as outgoingFetch: every address of the name is checked as
 * the connection is made. `host` as URL.hostname writes it. Throws, or the socket fails, with the code EOUTGOING.
 */
export function outgoingConnect(host: string, port: number, rules: (host: string) => AddressRules): Socket {
  const name = host.replace(/^\[|\]$/g, "");
  // A name is checked when it is looked up; an address is not looked up.
  if (isIP(name) !== 0 && !mayReach(name, rules(host))) throw refused(host);
  return connect({ host: name, port, lookup: guardedLookup(rules) });
}
