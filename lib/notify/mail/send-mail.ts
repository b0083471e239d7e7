import type { Socket } from "node:net";
import { createTransport } from "nodemailer";
import type SMTPTransport from "nodemailer/lib/smtp-transport";
import type { DeliveryError, Outcome } from "@/lib/notify/deliveries/delivery";
import { outgoingConnect } from "@/lib/outgoing/outgoing-connect";
import type { MailServer } from "./mail-server";

/** Of a part of an attempt; and of the whole of it. */
const stepTimeoutMs = 10_000;
const wholeTimeoutMs = 25_000;

export type Mail = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Without the angle brackets; the same at every attempt, by which the receiver knows a repetition. */
  messageId: string;
  headers?: Record<string, string>;
};

/**
 * One attempt to hand a message over, to one recipient: a 4xx of the server is tried again, a 5xx about the recipient or the message is final.
 * Never throws, and keeps nothing of the server's words, which hold addresses.
 */
export async function sendMail(server: MailServer, mail: Mail): Promise<Outcome> {
  let socket: Socket | undefined;
  let hasTimedOut = false;
  const timer = setTimeout(() => {
    hasTimedOut = true;
    socket?.destroy();
  }, wholeTimeoutMs);
  try {
    const transport = createTransport(optionsOf(server, (made) => (socket = made)));
    await transport.sendMail({
      from: { name: "Muster", address: server.from },
      envelope: { from: server.from, to: [mail.to.address] },
      ...{ to: mail.to, subject: mail.subject, text: mail.text, html: mail.html },
      messageId: `<${mail.messageId}>`,
      headers: { "Auto-Submitted": "auto-generated", ...mail.headers },
      // What a person wrote names no file and no address to be fetched.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
    return { isDelivered: true, status: 250 };
  } catch (error) {
    return hasTimedOut ? { isDelivered: false, error: "timeout", status: null } : outcomeOf(error);
  } finally {
    clearTimeout(timer);
    socket?.destroy();
  }
}

function optionsOf({ url, privateAllowed }: MailServer, onSocket: (socket: Socket) => void): SMTPTransport.Options {
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSecure = protocol === "smtps:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const auth = username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {};
  return {
    ...{ host, port: Number(port) || (isSecure ? 465 : 587), secure: isSecure, ...auth },
    // A password is not sent in clear over a network.
    requireTLS: !isSecure && username !== "" && !loopback.test(hostname),
    ...{ connectionTimeout: stepTimeoutMs, greetingTimeout: stepTimeoutMs, socketTimeout: stepTimeoutMs },
    ...{ dnsTimeout: stepTimeoutMs, logger: false },
    getSocket({ port }, made) {
      let isDone = false;
      const done = (error: Error | null, socket?: Socket) => {
        if (isDone) return;
        isDone = true;
        made(error, socket ? { connection: socket } : undefined);
      };
      try {
        // The operator's own configuration names the host.
        const socket = outgoingConnect(hostname, Number(port), () => ({ isOwn: true, privateAllowed }));
        onSocket(socket);
        socket.setTimeout(stepTimeoutMs, () => socket.destroy(withCode("ETIMEDOUT")));
        socket.once("error", (error) => done(error));
        socket.once("connect", () => {
          socket.setTimeout(0);
          done(null, socket);
        });
        socket.once("close", () => done(withCode("ECONNRESET")));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function withCode(code: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error("the mail server does not answer");
  error.code = code;
  return error;
}

type SmtpError = { code?: unknown; responseCode?: unknown; command?: unknown };

const classes: Record<string, DeliveryError> = {
  EOUTGOING: "not_allowed",
  ETIMEDOUT: "timeout",
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "unknown_host",
  EDNS: "unknown_host",
  ETLS: "tls",
};

/** Where the answer is about this message; elsewhere (greeting, sign-in) it is about the server's mood or our configuration. */
const aboutMessage = new Set(["RCPT TO", "DATA"]);

function outcomeOf(error: unknown): Outcome {
  const { code, responseCode, command } = (error ?? {}) as SmtpError;
  if (typeof responseCode === "number") {
    const isFinal = responseCode >= 500 && aboutMessage.has(String(command));
    return { isDelivered: false, error: "refused", status: responseCode, isFinal };
  }
  const name = String(code ?? "");
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO)/.test(name))
    return { isDelivered: false, error: "tls", status: null };
  return { isDelivered: false, error: classes[name] ?? "unreachable", status: null };
}
