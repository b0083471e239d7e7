import { outgoingFetch } from "@/lib/outgoing/outgoing-fetch";
import { type Anchor, type AnchorPlace, anchorLine } from "./anchor";

const patienceMs = 10_000;

/** Posts JSON to an address; what follows a host's name in it may be a secret, so that only the host is named. */
export function webhookAnchor(address: URL): AnchorPlace {
  return {
    name: `${address.protocol}//${address.host}`,
    async write(anchor: Anchor) {
      const response = await outgoingFetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: anchorLine(anchor),
        hosts: [address.hostname],
        // The operator's own configuration names it.
        rules: () => ({ isOwn: true }),
        timeoutMs: patienceMs,
        mostBytes: 64 * 1024,
      });
      if (!response.ok) throw new Error(`${address.host} answered ${response.status}`);
    },
  };
}
