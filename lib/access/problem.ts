import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { AppError } from "@/lib/app-error";

/** RFC 9457. `code` is stable and for programs; `detail` says what to do. */
export type Problem = {
  type: "about:blank";
  title: string;
  status: number;
  detail: string;
  code: string;
  details?: Record<string, unknown>;
};

export const problemContentType = "application/problem+json";

const awayCodes = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNREFUSED",
  "ECONNRESET",
  // PostgreSQL: too many connections, shutting down, crashed, starting up.
  "53300",
  "57P01",
  "57P02",
  "57P03",
]);

/** PostgreSQL: a character that its text cannot hold (NUL), in a text and in JSON. */
const notTextCodes = new Set(["22021", "22P05"]);
/** PostgreSQL: a time that there is none, of the year 0 for example. */
const noTimeCodes = new Set(["22007", "22008"]);

/** The expected failure that `error` is or stands for, or null for one that is to be logged and never shown. */
export function expectedError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) {
    const issues = error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }));
    const first = issues[0];
    const message = first ? `${first.field ? `${first.field}: ` : ""}${first.message}` : "The input is not valid.";
    return new AppError("unprocessable", "invalid_input", message, { issues });
  }
  if (hasCode(error, notTextCodes) || isHalfCharacter(error)) {
    return new AppError("unprocessable", "invalid_input", "It holds a character that is no text: type it again.");
  }
  if (hasCode(error, noTimeCodes)) {
    return new AppError("unprocessable", "invalid_input", "It holds a time that there is none: choose another.");
  }
  if (isDatabaseAway(error)) {
    return new AppError("unavailable", "database_unavailable", "The database does not answer. Try again in a moment.");
  }
  return null;
}

/** The same failure as status and body of an answer; anything unexpected as a bare 500, with its reference number if given. */
export function problemOf(error: unknown, reference?: string): { status: number; body: Problem } {
  const expected = expectedError(error);
  if (!expected) {
    const detail = reference
      ? `Something went wrong on our side. Name reference ${reference} when you ask.`
      : "Something went wrong on our side.";
    return { status: 500, body: problem(500, "internal", detail, reference ? { reference } : {}) };
  }
  return {
    status: expected.status,
    body: problem(expected.status, expected.code, expected.message, expected.details),
  };
}

function problem(status: number, code: string, detail: string, details: Record<string, unknown>): Problem {
  const body: Problem = { type: "about:blank", title: STATUS_CODES[status] ?? "Error", status, detail, code };
  return Object.keys(details).length > 0 ? { ...body, details } : body;
}

/** Whether `error` says that Postgres cannot be reached or is starting, stopping or full. */
export const isDatabaseAway = (error: unknown): boolean => hasCode(error, awayCodes);

/** Half of a pair of UTF-16 is the only thing in what JSON.stringify writes that PostgreSQL's JSON does not take. */
function isHalfCharacter(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ("code" in at && at.code === "22P02" && at.message.endsWith("for type json")) return true;
  }
  return false;
}

function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ("code" in at && codes.has(String(at.code))) return true;
  }
  return false;
}
