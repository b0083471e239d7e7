import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type Problem, problemContentType, problemOf } from "@/lib/access/problem";
import type { Logger } from "@/lib/log";

/**
 * Of every answer: machines ask the gateway, but a person may open its address in a browser, where nothing is to be drawn, run,
 * framed or taken for another type. The last one is heeded over https alone.
 */
export const browserHeaders = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
} as const;

export function sendJson(response: ServerResponse, body: string): void {
  const length = Buffer.byteLength(body);
  response.writeHead(200, { "content-type": "application/json", "content-length": length, ...browserHeaders });
  response.end(body);
}

export function sendText(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body), ...browserHeaders });
  response.end(body);
}

/** An error as problem+json; what nobody expected is logged once, under the reference that the answer names. */
export function sendProblem(
  response: ServerResponse,
  error: unknown,
  log: Logger,
  headers: Record<string, string> = {},
): number {
  const reference = randomUUID().slice(0, 8);
  const { status, body } = problemOf(error, reference);
  if (status === 500) log.error({ err: error, reference }, "request failed");
  if (response.headersSent) {
    response.destroy();
    return status;
  }
  if (status === 503) headers["retry-after"] = "1";
  const wait = body.details?.retryAfterSeconds;
  if (status === 429 && typeof wait === "number") headers["retry-after"] = String(wait);
  if (status === 401) headers["www-authenticate"] = "Bearer";
  // What is left of a body that was refused is not read: the connection ends with the answer.
  if (!response.req.complete) headers.connection = "close";
  sendProblemBody(response, body, headers);
  return status;
}

function sendProblemBody(response: ServerResponse, problem: Problem, headers: Record<string, string>): void {
  const text = JSON.stringify(problem);
  response.writeHead(problem.status, {
    "content-type": problemContentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...browserHeaders,
    ...headers,
  });
  response.end(text);
}
