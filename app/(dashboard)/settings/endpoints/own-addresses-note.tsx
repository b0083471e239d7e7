import { ownAddresses } from "@/lib/endpoints/own-addresses";
import type { Env } from "@/lib/env";
import { gatewayUrl } from "@/lib/gateway-url";

/** Under which addresses Muster's own stand in the register, and whether the gateway's is known or assumed. */
export function OwnAddressesNote({ env }: { env: Env }) {
  const { web, gateway } = ownAddresses(env);
  return (
    <p className="text-muted text-table">
      Muster’s own are in it: the web under <code className="font-mono">{web.host}</code>, the gateway under{" "}
      <code className="font-mono">{`${gateway.host}${gateway.base}`}</code>.{" "}
      {gatewayUrl(env).isAssumed
        ? "The gateway’s address is assumed: set GATEWAY_PUBLIC_URL where machines reach it under another one."
        : null}
    </p>
  );
}
