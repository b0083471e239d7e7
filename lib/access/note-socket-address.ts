import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { peerHeader } from "./peer-address";

// What proxies write and what anybody can: nothing of Muster or of Next may believe it.
const untrusted = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
  "x-middleware-subrequest",
  "x-middleware-rewrite",
  "x-muster-path",
  "x-nonce",
];

/**
 * Cleans each request of this process before Next sees it, and notes the address of its socket. Next shows route handlers no socket;
 * Node announces every request on this channel before any listener has it.
 */
export function noteSocketAddress(): void {
  subscribe("http.server.request.start", (message) => {
    // The documented shape of the channel's messages.
    const { request } = message as { request: IncomingMessage };
    cleanHeaders(request.headers, request.socket.remoteAddress);
  });
}

export function cleanHeaders(headers: IncomingMessage["headers"], remoteAddress: string | undefined): void {
  for (const name of untrusted) delete headers[name];
  if (remoteAddress) headers[peerHeader] = remoteAddress.replace(/^::ffff:/, "");
  else delete headers[peerHeader];
}
