import type { Env } from "./env";

/**
 * Where machines reach the gateway, without a slash at its end: what the operator says, else what can only be assumed, the host
 * and scheme of the web with the gateway's own port.
 */
export function gatewayUrl({
  GATEWAY_PUBLIC_URL,
  PUBLIC_URL,
  GATEWAY_PORT,
}: Pick<Env, "GATEWAY_PUBLIC_URL" | "PUBLIC_URL" | "GATEWAY_PORT">): { url: string; isAssumed: boolean } {
  if (GATEWAY_PUBLIC_URL) return { url: GATEWAY_PUBLIC_URL.replace(/\/+$/, ""), isAssumed: false };
  const assumed = new URL(PUBLIC_URL);
  assumed.port = String(GATEWAY_PORT);
  return { url: assumed.origin, isAssumed: true };
}
