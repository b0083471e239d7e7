import { z } from "zod";
import { AppError } from "@/lib/app-error";

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** Behind which set the next page begins. */
export function encodeSetCursor(set: { createdAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([set.createdAt.toISOString(), set.id])).toString("base64url");
}

/** Throws AppError invalid_cursor for what was not given out. */
export function decodeSetCursor(cursor: string): { createdAt: string; id: string } {
  try {
    const [createdAt, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { createdAt, id };
  } catch {
    throw new AppError("bad_request", "invalid_cursor", "The cursor is not of this list: begin with the first page.");
  }
}
