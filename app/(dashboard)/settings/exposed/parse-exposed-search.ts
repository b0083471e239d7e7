import { z } from "zod";

export type Search = Record<string, string | string[] | undefined>;

/** Which list's tokens the address asks for, and how far the list of lists is turned. */
export function parseExposedSearch(search: Search): { list?: string; cursor?: string } {
  const list = z.uuid().safeParse(search.list).data;
  const cursor = typeof search.cursor === "string" && search.cursor !== "" ? search.cursor.slice(0, 500) : undefined;
  return { ...(list ? { list } : {}), ...(cursor ? { cursor } : {}) };
}
