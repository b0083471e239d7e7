import pino from "pino";
import { currentRequestId } from "./request-id";

/**
 * One JSON line a record on stderr. Never log a token, a contact datum, a request body or an error's query:
 * `redact` is the second line of defence, not the first.
 */
export function createLogger(
  process: "web" | "gateway" | "worker" | "supervisor" | "sso" | "demo",
  level = "info",
  destination: pino.DestinationStream = pino.destination(2),
): pino.Logger {
  return pino(
    {
      level,
      base: { process },
      redact: redacted,
      mixin: () => {
        const requestId = currentRequestId();
        return requestId ? { requestId } : {};
      },
      serializers: { err: serializeError },
    },
    destination,
  );
}

/** As a field of a record, or of an object in it. */
const redacted = [
  ...["authorization", "cookie", "headers", "password", "secret", "clientSecret", "token", "idToken", "body"],
  ...["contact", "contactName", "contactEmail", "contactPhone", "email", "phone"],
].flatMap((name) => [name, `*.${name}`]);

export type Logger = pino.Logger;

/** Name, code, message and stack; never a query or its parameters, which postgres.js and drizzle hang on their errors. */
export function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? String(error.code) : undefined;
  // drizzle's error is named "Error", and its message is the query with all its values.
  const isDrizzle = "query" in error && "params" in error;
  const isQueryError = isDrizzle || "query" in error || error.name === "PostgresError";
  // Class 22, data exceptions, quotes the value that is wrong.
  const quotesValue = error.name === "PostgresError" && code?.startsWith("22");
  const cause = error.cause instanceof Error ? serializeError(error.cause) : undefined;
  return {
    name: error.name,
    code,
    message: isDrizzle ? "query failed" : quotesValue ? "a value is not valid" : error.message,
    stack: isQueryError ? undefined : error.stack,
    cause,
  };
}
