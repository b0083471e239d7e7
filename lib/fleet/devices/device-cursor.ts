import { z } from "zod";
import { AppError } from "@/lib/app-error";
import { type DeviceSort, deviceSorts, type SortOrder, sortOrders } from "./device-sort";

const Cursor = z.object({
  s: z.enum(deviceSorts),
  o: z.enum(sortOrders),
  k: z.union([z.string().refine((text) => !text.includes("\0")), z.int32()]),
  n: z.int32(),
});

/** Whose values are numbers; those of the others are text. */
const numericSorts: readonly DeviceSort[] = ["gpus", "state", "since", "last_heartbeat"];

/** Behind which row the next page begins: its value in the sort, and its ordinal. */
export type DevicePosition = { key: string | number; ordinal: number };

export function encodeCursor(sort: DeviceSort, order: SortOrder, { key, ordinal }: DevicePosition): string {
  return Buffer.from(JSON.stringify({ s: sort, o: order, k: key, n: ordinal })).toString("base64url");
}

/** Throws AppError invalid_cursor for one that was not given out for this sort. */
export function decodeCursor(cursor: string, sort: DeviceSort, order: SortOrder): DevicePosition {
  const parsed = Cursor.safeParse(readJson(Buffer.from(cursor, "base64url").toString()));
  if (parsed.success && parsed.data.s === sort && parsed.data.o === order) {
    const { k: key, n: ordinal } = parsed.data;
    if (typeof key === (numericSorts.includes(sort) ? "number" : "string")) return { key, ordinal };
  }
  throw new AppError(
    "bad_request",
    "invalid_cursor",
    "The cursor is not of this list and sort: begin with the first page.",
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
