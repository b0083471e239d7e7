import { roles } from "@/lib/access/permissions";
import { userStatuses } from "@/lib/access/users/list-users";

export type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseUserSearch(search: Search) {
  return {
    role: roles.find((role) => role === one(search.role)),
    status: userStatuses.find((status) => status === one(search.status)),
    search: one(search.search)?.slice(0, 100),
    cursor: one(search.cursor)?.slice(0, 500),
  };
}
