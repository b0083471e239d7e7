import type { z } from "zod";
import { AppError } from "@/lib/app-error";

/** The place after which the next page begins, as text for an address. */
export const encodeCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** The place of a cursor that encodeCursor made. Throws AppError "invalid_cursor" for anything else. */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"), refuseNoTime));
  } catch {
    throw new AppError("bad_request", "invalid_cursor", "This cursor is not valid: start from the first page.");
  }
}

const isTime = /^\d{4}-\d\d-\d\dT/;

/** Of the year 0, and of a day that its month has not, the database knows none. */
function refuseNoTime(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !isTime.test(value)) return value;
  if (value.startsWith("0000") || new Date(value).toISOString().slice(0, 10) !== value.slice(0, 10)) {
    throw new RangeError("no time");
  }
  return value;
}
