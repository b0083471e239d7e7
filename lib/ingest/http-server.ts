import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { hasTwoHosts } from "@/lib/access/has-two-hosts";
import { AppError } from "@/lib/app-error";
import { addressKey, RateLimit } from "@/lib/limits/rate-limit";
import type { Logger } from "@/lib/log";
import { limits } from "./limits";
import { AbortedError } from "./read-body";
import { browserHeaders, sendProblem } from "./send-answer";

/** Calls `done` once: when it has answered, or with the error that is to be the answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse, done: (error?: unknown) => void) => void;
/** path -> method -> handler */
export type Routes = Record<string, Partial<Record<string, Handler>>>;

export type HttpDependencies = {
  routes: Routes;
  log: Logger;
  onAnswered: (route: string, status: number) => void;
  timeouts?: Timeouts | undefined;
  /** Further ones are closed as they come. */
  mostConnections?: number | undefined;
  /** Refused requests of one address; usual unless told. */
  refusals?: RateLimit | undefined;
};

/** For headers, and for a whole request. */
export type Timeouts = { headersMs: number; requestMs: number; checkMs: number };

const usualTimeouts: Timeouts = {
  headersMs: limits.headersTimeoutMs,
  requestMs: limits.requestTimeoutMs,
  checkMs: 2_000,
};

/** The gateway's server: routes by exact path, every failure as problem+json, no sender may hold it up for long. */
export function createHttpServer(dependencies: HttpDependencies): Server {
  const timeouts = dependencies.timeouts ?? usualTimeouts;
  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: timeouts.checkMs,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => answer(request, response, dependencies),
  );
  server.maxConnections = dependencies.mostConnections ?? limits.connections;
  server.on("clientError", answerBrokenRequest);
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse, dependencies: HttpDependencies): void {
  const { routes, onAnswered } = dependencies;
  const url = request.url ?? "/";
  const query = url.indexOf("?");
  const path = query < 0 ? url : url.slice(0, query);
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  const route = methods ? path : "other";
  const handler = methods?.[request.method ?? ""];
  try {
    if (hasTwoHosts(request.rawHeaders)) throw doubledHost();
    if (handler) handler(request, response, (error) => finish(response, route, error, dependencies));
    else if (methods) onAnswered(path, sendMethodNotAllowed(response, Object.keys(methods).join(", ")));
    else throw new AppError("not_found", "unknown_path", "There is nothing at this path.");
  } catch (error) {
    finish(response, route, error, dependencies);
  }
}

function finish(response: ServerResponse, route: string, error: unknown, dependencies: HttpDependencies): void {
  const { onAnswered } = dependencies;
  onAnswered(route, error === undefined ? response.statusCode : answerError(response, error, dependencies));
}

function answerError(
  response: ServerResponse,
  error: unknown,
  { log, refusals = usualRefusals }: HttpDependencies,
): number {
  if (error instanceof AbortedError) {
    response.destroy();
    return 499;
  }
  const isStranger = error instanceof AppError && error.kind === "unauthenticated";
  const waitSeconds = isStranger ? refusals.take(addressKey(response.req.socket.remoteAddress), Date.now()) : 0;
  if (waitSeconds === 0) return sendProblem(response, error, log);
  return sendProblem(response, tooManyRefusals(waitSeconds), log, { connection: "close" });
}

// Of requests without a good token alone: a fleet behind one address, however large, has one.
const usualRefusals = new RateLimit({ burst: 2_000, perMinute: 1_200 });

const tooManyRefusals = (retryAfterSeconds: number) =>
  new AppError("too_many_requests", "too_many_requests", "Too many requests without a valid token came from here.", {
    retryAfterSeconds,
  });
const doubledHost = () => new AppError("bad_request", "doubled_host", "Send the header Host once.");

function sendMethodNotAllowed(response: ServerResponse, allow: string): number {
  response.writeHead(405, { allow, ...problemHeaders, ...(response.req.complete ? {} : { connection: "close" }) });
  response.end(problemText(405, "method_not_allowed", `Use ${allow}.`));
  return 405;
}

const problemHeaders = { "content-type": "application/problem+json", "cache-control": "no-store", ...browserHeaders };

function problemText(status: number, code: string, detail: string): string {
  return JSON.stringify({ type: "about:blank", title: STATUS_CODES[status], status, detail, code });
}

/** What is not HTTP, or came too slowly: no request object exists, so the answer is written on the socket, after those before it. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const earlier = unansweredOn(socket);
  // Good requests came before the garbage in one go: each has its own answer first.
  if (earlier?.req.complete) {
    earlier.once("close", () => setImmediate(answerBrokenRequest, error, socket));
    return;
  }
  const [status, code, detail] = brokenAnswer(error.code);
  const body = problemText(status, code, detail);
  const headers = { ...problemHeaders, "content-length": Buffer.byteLength(body), connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}

/** Node shows it nowhere else; its own handler of this event looks here too. */
const unansweredOn = (socket: Socket) => (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;

function brokenAnswer(code: string | undefined): readonly [number, string, string] {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, "request_timeout", "The request did not arrive in time."];
  if (code === "HPE_HEADER_OVERFLOW") return [431, "headers_too_large", "The headers are too large."];
  return [400, "bad_request", "This is not a valid HTTP request."];
}
