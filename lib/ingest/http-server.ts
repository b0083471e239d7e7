import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { AppError } from "@/lib/app-error";
import type { Logger } from "@/lib/log";
import { limits } from "./limits";
import { AbortedError } from "./read-body";
import { sendProblem } from "./send-answer";

/** Calls `done` once: when it has answered, or with the error that is to be the answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse, done: (error?: unknown) => void) => void;
/** path -> method -> handler */
export type Routes = Record<string, Partial<Record<string, Handler>>>;

export type HttpDependencies = {
  routes: Routes;
  log: Logger;
  onAnswered: (route: string, status: number) => void;
  timeouts?: Timeouts | undefined;
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
    if (handler) handler(request, response, (error) => finish(response, route, error, dependencies));
    else if (methods) onAnswered(path, sendMethodNotAllowed(response, Object.keys(methods).join(", ")));
    else throw new AppError("not_found", "unknown_path", "There is nothing at this path.");
  } catch (error) {
    finish(response, route, error, dependencies);
  }
}

function finish(response: ServerResponse, route: string, error: unknown, { log, onAnswered }: HttpDependencies): void {
  onAnswered(route, error === undefined ? response.statusCode : answerError(response, error, log));
}

function answerError(response: ServerResponse, error: unknown, log: Logger): number {
  if (!(error instanceof AbortedError)) return sendProblem(response, error, log);
  response.destroy();
  return 499;
}

function sendMethodNotAllowed(response: ServerResponse, allow: string): number {
  response.writeHead(405, { allow, ...problemHeaders, ...(response.req.complete ? {} : { connection: "close" }) });
  response.end(problemText(405, "method_not_allowed", `Use ${allow}.`));
  return 405;
}

const problemHeaders = { "content-type": "application/problem+json", "cache-control": "no-store" };

function problemText(status: number, code: string, detail: string): string {
  return JSON.stringify({ type: "about:blank", title: STATUS_CODES[status], status, detail, code });
}

/** What is not HTTP, or came too slowly: no request object exists, so the answer is written on the socket. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, code, detail] =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? ([408, "request_timeout", "The request did not arrive in time."] as const)
      : error.code === "HPE_HEADER_OVERFLOW"
        ? ([431, "headers_too_large", "The headers are too large."] as const)
        : ([400, "bad_request", "This is not a valid HTTP request."] as const);
  const body = problemText(status, code, detail);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
