import type { Env } from "@/lib/env";
import { gatewayUrl } from "@/lib/gateway-url";
import { EndpointHost } from "./endpoint-address";
import type { OwnEndpoint } from "./own-endpoints";

/** A host as the register keeps it, and what every path begins with: "" where nothing stands before Muster's own. */
export type OwnAddress = { host: string; base: string };
export type OwnAddresses = Record<OwnEndpoint["server"], OwnAddress>;

/** Where Muster's own endpoints are reached, as the environment says. */
export function ownAddresses(env: Pick<Env, "GATEWAY_PUBLIC_URL" | "PUBLIC_URL" | "GATEWAY_PORT">): OwnAddresses {
  return { web: { ...addressOf(env.PUBLIC_URL), base: "" }, gateway: addressOf(gatewayUrl(env).url) };
}

function addressOf(url: string): OwnAddress {
  const { host, pathname } = new URL(url);
  return { host: EndpointHost.parse(host), base: pathname.replace(/\/+$/, "") };
}
