import type { ServerResponse } from "node:http";
import { problemContentType, problemOf } from "@/lib/access/problem";

/** An error as the answer of a plain server, after which the connection ends: what is left of the body is not read. */
export function answerProblem(response: ServerResponse, error: unknown, headers: Record<string, string> = {}): void {
  const { status, body } = problemOf(error);
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": problemContentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    connection: "close",
    ...headers,
  });
  response.end(text);
}
