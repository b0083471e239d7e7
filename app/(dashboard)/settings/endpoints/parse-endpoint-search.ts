import { risks } from "@/lib/endpoints/endpoint-choices";
import { endpointSorts, endpointStatuses } from "@/lib/endpoints/list-endpoints";

export type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseEndpointSearch(search: Search) {
  return {
    text: one(search.text)?.slice(0, 200),
    status: endpointStatuses.find((status) => status === one(search.status)),
    risk: risks.find((risk) => risk === one(search.risk)),
    sort: endpointSorts.find((sort) => sort === one(search.sort)),
    cursor: one(search.cursor)?.slice(0, 2_000),
  };
}
