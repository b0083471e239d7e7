import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type BlockList, isIP } from "node:net";
import { isIn } from "@/lib/networks";
import { beginRequest } from "@/lib/request-id";
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
 * Cleans each request of this process before Next sees it, and notes the address of its socket, or of whom a trusted proxy names. Next
 * shows route handlers no socket; Node announces every request on this channel before any listener has it.
 */
export function noteSocketAddress(trusted: BlockList | null = null): void {
  subscribe("http.server.request.start", (message) => {
    // The documented shape of the channel's messages.
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    response.setHeader("x-request-id", beginRequest());
    cleanHeaders(request.headers, request.socket.remoteAddress, trusted);
  });
}

export function cleanHeaders(
  headers: IncomingMessage["headers"],
  remoteAddress: string | undefined,
  trusted: BlockList | null = null,
): void {
  const peer = peerOf(plain(remoteAddress), headers["x-forwarded-for"], trusted);
  for (const name of untrusted) delete headers[name];
  if (peer) headers[peerHeader] = peer;
  else delete headers[peerHeader];
}

/** Each proxy adds the address that it saw: from the right, the first that no trusted proxy has. */
function peerOf(
  socket: string | undefined,
  forwarded: string | string[] | undefined,
  trusted: BlockList | null,
): string | undefined {
  if (!socket || !trusted || !isIn(trusted, socket)) return socket;
  const named = [forwarded ?? []].flat().join(",").split(",").map(plain);
  for (const address of named.reverse()) {
    if (!address || isIP(address) === 0) return socket;
    if (!isIn(trusted, address)) return address;
  }
  return socket;
}

const plain = (address: string | undefined) => address?.trim().replace(/^::ffff:/, "");
