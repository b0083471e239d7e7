import { z } from "zod";
import { tokenKinds } from "@/lib/access/token-format";
import { tokenStatuses } from "@/lib/access/tokens/list-tokens";

export type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/** A whole number of days, as a person may type it. */
function days(value: string | undefined): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= 36_500 ? number : undefined;
}

export type TokenSearch = ReturnType<typeof parseTokenSearch>;

/** Without the place in the list. */
export type TokenFilter = Partial<Omit<TokenSearch, "cursor" | "exposed" | "incident">> & {
  exposed?: string | undefined;
};

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseTokenSearch(search: Search) {
  return {
    kind: tokenKinds.find((kind) => kind === one(search.kind)),
    status: tokenStatuses.find((status) => status === one(search.status)),
    prefix: one(search.prefix)?.slice(0, 100),
    provider: one(search.provider)?.slice(0, 100),
    madeBy: z.uuid().safeParse(search.madeBy).data,
    olderThanDays: days(one(search.olderThanDays)),
    unusedForDays: days(one(search.unusedForDays)),
    exposed: search.exposed === "yes" ? ("yes" as const) : undefined,
    /** In whose name tokens are revoked; no part of the filter. */
    incident: one(search.incident)?.slice(0, 40),
    cursor: one(search.cursor)?.slice(0, 500),
  };
}
