import { once } from "node:events";
import { hostname } from "node:os";
import { outgoingConnect } from "@/lib/outgoing/outgoing-connect";
import { type Anchor, type AnchorPlace, anchorLine } from "./anchor";

// Facility 13, log audit, severity 5, notice: RFC 5424, section 6.2.1.
const priority = 13 * 8 + 5;
const patienceMs = 10_000;

/** Sends RFC 5424 messages over TCP, framed by their length (RFC 6587, 3.4.1): unlike UDP it tells when nobody listens. `host` as URL.hostname writes it. */
export function syslogAnchor(host: string, port: number): AnchorPlace {
  return {
    name: `syslog://${host}:${port}`,
    async write(anchor: Anchor) {
      // The operator's own configuration names it.
      const socket = outgoingConnect(host, port, () => ({ isOwn: true }));
      socket.setTimeout(patienceMs, () => socket.destroy(new Error("the syslog server does not answer")));
      try {
        await once(socket, "connect");
        const message = `<${priority}>1 ${anchor.time} ${hostname()} muster ${process.pid} audit-anchor - ${anchorLine(anchor)}`;
        const closed = once(socket, "close");
        socket.end(`${Buffer.byteLength(message)} ${message}`);
        // Data that the server sends back is of no interest, but unread it would keep the connection open.
        socket.resume();
        await closed;
        if (socket.errored) throw socket.errored;
      } finally {
        socket.destroy();
      }
    },
  };
}
