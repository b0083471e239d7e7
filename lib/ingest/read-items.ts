import { AppError } from "@/lib/app-error";
import type { BodyForm } from "./content-type";
import { limits } from "./limits";
import { isBlank, parseBody, parseLine } from "./parse-line";

/** `value` is undefined where the line was not JSON. */
export type Item = { index: number; value: unknown };

/**
 * The items of a body: one a line, or one JSON object, or {"<listKey>":[…]}. Blank lines count, and hold no item.
 * Throws AppError "invalid_json", "invalid_body", "too_many_items", "too_many_values".
 */
export function readItems(bytes: Buffer, form: BodyForm, listKey: string): Item[] {
  const items = form === "lines" ? readLines(bytes) : readJson(bytes, listKey);
  if (items.length <= limits.itemsARequest) return items;
  throw new AppError("too_large", "too_many_items", `Send at most ${limits.itemsARequest} items a request.`);
}

function readLines(bytes: Buffer): Item[] {
  const items: Item[] = [];
  for (let at = 0, index = 0; at < bytes.length && items.length <= limits.itemsARequest; index++) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    const isTooLong = end - at > limits.lineBytes;
    if (!isBlank(bytes, at, end)) items.push({ index, value: isTooLong ? undefined : parseLine(bytes, at, end) });
    at = end + 1;
  }
  return items;
}

function readJson(bytes: Buffer, listKey: string): Item[] {
  const body = parseBody(bytes);
  if (typeof body === "object" && body !== null) {
    const list: unknown = listKey in body ? body[listKey as keyof typeof body] : undefined;
    if (Array.isArray(list)) return list.map((value, index) => ({ index, value }));
    if ("device" in body) return [{ index: 0, value: body }];
  }
  throw new AppError("bad_request", "invalid_body", `Send one item {"device":…} or {"${listKey}":[…]}.`);
}
