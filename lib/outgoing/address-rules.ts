import { type BlockList, isIP } from "node:net";
import { isIn, parseNetworks } from "@/lib/networks";

// IANA's special-purpose registries: what is not reachable from everywhere.
const privateNetworks = parseNetworks(
  [
    ...["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
    ...["::1/128", "fc00::/7"],
  ].join(),
);
/** Where nobody's service is: link-local with a cloud's metadata, unspecified, multicast, documentation, translated. */
const neverNetworks = parseNetworks(
  [
    ...["0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"],
    ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
    ...["::/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16"],
    ...["100:0:0:1::/64", "3fff::/20", "5f00::/16", "::ffff:0:0:0/96"],
    ...["fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::254/128"],
  ].join(),
);

// IPv4 within IPv6 as it was first thought of, ::127.0.0.1; not ::1, which is a host's own.
neverNetworks.addRange("::2", "::ffff:ffff", "ipv6");

export type AddressRules = {
  /** A host whose address may be private, since the operator's own configuration names it. */
  isOwn: boolean;
  /** OUTGOING_PRIVATE. */
  privateAllowed?: BlockList | undefined;
};

/** Whether a request may go to `address`: a public one, or a private one that is allowed. */
export function mayReach(address: string, { isOwn, privateAllowed }: AddressRules): boolean {
  if (isIP(address) === 0 || isIn(neverNetworks, address)) return false;
  if (!isIn(privateNetworks, address)) return true;
  return isOwn || (privateAllowed !== undefined && isIn(privateAllowed, address));
}
