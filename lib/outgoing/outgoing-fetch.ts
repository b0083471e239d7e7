import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { type AddressRules, mayReach } from "./address-rules";
import { guardedLookup, refused } from "./guarded-lookup";

export type Outgoing = {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** From the first step to the last byte of the answer. */
  timeoutMs: number;
  /** An answer that is larger is an error. */
  mostBytes: number;
  /** The only hosts that may be asked, as URL.hostname writes them. */
  hosts: readonly string[];
  rules: (host: string) => AddressRules;
};

/**
 * The one way by which Muster asks other servers: over https (plain http to a loopback host of its own configuration), only allowed hosts, every
 * resolved address checked as the connection is made, no redirect followed, within a time and a size. The answer whatever its status.
 * Throws what node:http throws, and errors with the codes EOUTGOING, ETIMEDOUT,
 * ETOOLARGE, EUPGRADE and ERR_BAD_STATUS.
 */
export async function outgoingFetch(address: string | URL, outgoing: Outgoing): Promise<Response> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const rules = outgoing.rules(url.hostname);
  if (!outgoing.hosts.includes(url.hostname)) throw refused(url.hostname);
  if (url.username || url.password) throw refused(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && rules.isOwn)) throw refused(url.hostname);
  // A name is checked when it is looked up; an address is not looked up.
  if (isIP(host) !== 0 && !mayReach(host, rules)) throw refused(url.hostname);
  const signal = AbortSignal.timeout(outgoing.timeoutMs);
  try {
    const answer = await send(url, outgoing, signal);
    const whole = await collect(answer, outgoing.mostBytes);
    // A body of unknown length ends, for node:http, also where the time is up and the connection is cut.
    signal.throwIfAborted();
    return whole;
  } catch (error) {
    throw signal.aborted ? withCode("ETIMEDOUT", `no answer within ${outgoing.timeoutMs / 1_000} s`) : error;
  }
}

function send(
  url: URL,
  { method = "GET", headers, body, rules }: Outgoing,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, lookup: guardedLookup(rules), agent: false, signal };
    request(url, options, resolve)
      // Without this listener node:http closes the connection and tells nobody: neither an answer nor an error would ever come.
      .on("upgrade", (answer, socket) => {
        socket.destroy();
        reject(withCode("EUPGRADE", `${url.hostname} wants to change the protocol (${answer.statusCode})`));
      })
      .on("error", reject)
      .on("close", () => reject(withCode("ECONNRESET", "the connection ended without an answer")))
      .end(body);
  });
}

async function collect(answer: IncomingMessage, mostBytes: number): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      answer.destroy();
      throw withCode("ETOOLARGE", `the answer is larger than ${mostBytes} bytes`);
    }
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, [value ?? ""].flat().join(", "));
  const status = answer.statusCode ?? 502;
  if (status > 599) throw withCode("ERR_BAD_STATUS", `${status} is no status of HTTP`);
  const isBare = status === 204 || status === 205 || status === 304;
  return new Response(isBare ? null : Buffer.concat(chunks), { status: Math.max(200, status), headers });
}

function withCode(code: string, message: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(message);
  error.code = code;
  return error;
}
