import { tokenKinds } from "@/lib/access/token-format";
import { tokenStatuses } from "@/lib/access/tokens/list-tokens";

export type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseTokenSearch(search: Search) {
  return {
    kind: tokenKinds.find((kind) => kind === one(search.kind)),
    status: tokenStatuses.find((status) => status === one(search.status)),
    prefix: one(search.prefix)?.slice(0, 100),
    cursor: one(search.cursor)?.slice(0, 500),
  };
}
