import { type Anchor, type AnchorPlace, anchorLine } from "./anchor";

const patienceMs = 10_000;

/** Posts JSON to an address; what follows a host's name in it may be a secret, so that only the host is named. */
export function webhookAnchor(address: URL): AnchorPlace {
  return {
    name: `${address.protocol}//${address.host}`,
    async write(anchor: Anchor) {
      const response = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: anchorLine(anchor),
        redirect: "error",
        signal: AbortSignal.timeout(patienceMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${address.host} answered ${response.status}`);
    },
  };
}
