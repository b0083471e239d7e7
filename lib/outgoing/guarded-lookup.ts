import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { type AddressRules, mayReach } from "./address-rules";

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A `lookup` for node:http and node:https: what a name resolves to as the connection is made, and only if every address of it may be
 * reached, so that no second answer of a name server leads elsewhere. Fails with code "EOUTGOING".
 */
export function guardedLookup(rules: (host: string) => AddressRules) {
  return (host: string, options: LookupOptions, found: Found): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const wrong = addresses.find(({ address }) => !mayReach(address, rules(host)));
      if (wrong) return found(refused(host), []);
      const [first] = addresses;
      if (options.all || !first) found(null, addresses);
      else found(null, first.address, first.family);
    });
  };
}

/** Names no address: what a name is inside of the network is nobody's business outside. */
export function refused(host: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`${host} leads to an address that requests may not go to`);
  error.code = "EOUTGOING";
  return error;
}
