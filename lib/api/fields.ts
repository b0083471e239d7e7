import { z } from "zod";

// What the answers and parameters of many endpoints have in common, with the words of the document.
export const time = z.iso.datetime({ offset: true });
export const timeOrNull = time.nullable();
export const count = z.int().min(0);

export const timeParameter = (what: string) => time.describe(`${what} RFC 3339, like 2024-04-25T08:05:00Z.`);
export const cursorParameter = z.string().max(1_000).describe("`next` of the page before. Without it: the first page.");
export const limitParameter = (usual: number, most: number) =>
  z.int().min(1).max(most).describe(`How many items at most; ${usual} unless told.`);

/** A page of a list: `next` is the cursor of the following one, null after the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

export const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;
