import { z } from "zod";
import { AppError } from "@/lib/app-error";
import { blockReasons } from "./planes";
import { stateNames } from "./states";
import type { FleetFilter, StoredDimension } from "./types";

const maxValuesAField = 50;
const values = <T extends z.ZodType<string>>(value: T) =>
  z
    .array(value)
    .max(maxValuesAField, `at most ${maxValuesAField} values`)
    .transform((list) => [...new Set(list)].sort())
    .optional();
const attribute = z
  .string()
  .max(200, "at most 200 characters")
  .refine((text) => !text.includes("\0"), "not text");

/** Parses what a program gives; the URL goes through parseFleetFilter. */
export const FleetFilterSchema = z.strictObject({
  region: values(attribute),
  provider: values(attribute),
  gpuModel: values(attribute),
  agent: values(attribute),
  cluster: values(attribute),
  state: values(z.enum(stateNames)),
  reason: values(z.enum(blockReasons)),
  set: z.uuid("not the id of a device set").optional(),
  search: attribute.optional(),
}) satisfies z.ZodType<FleetFilter>;

type Field = keyof FleetFilter;

/** The names in the URL, in the order in which they are written. */
const parameterOf = {
  region: "region",
  provider: "provider",
  gpuModel: "model",
  agent: "agent",
  cluster: "cluster",
  state: "state",
  reason: "reason",
  set: "set",
  search: "q",
} as const satisfies Record<Field, string>;
const fields = Object.keys(parameterOf) as Field[]; // the keys of a literal of exactly these fields
const singleFields: ReadonlySet<Field> = new Set(["set", "search"]);

/** What Next gives a page, or what a URL holds. */
export type SearchParams = URLSearchParams | Record<string, string | string[] | undefined>;

function valuesOf(params: SearchParams, name: string): string[] {
  if (params instanceof URLSearchParams) return params.getAll(name);
  const value = params[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The filter in a URL; other parameters are left alone. Throws AppError bad_filter that names the parameter. */
export function parseFleetFilter(params: SearchParams): FleetFilter {
  const given: Partial<Record<Field, string | string[]>> = {};
  for (const field of fields) {
    const list = valuesOf(params, parameterOf[field]);
    if (!singleFields.has(field)) {
      if (list.length > 0) given[field] = list;
      continue;
    }
    const value = list.find((text) => text.trim() !== "");
    if (value !== undefined) given[field] = value.trim();
  }
  return checkFleetFilter(given);
}

/** The filter as a program gave it. Throws AppError bad_filter. */
export function checkFleetFilter(given: unknown): FleetFilter {
  const parsed = FleetFilterSchema.safeParse(given);
  if (parsed.success) return withoutEmpty(parsed.data);
  const issue = parsed.error.issues[0];
  const field = String(issue?.path[0] ?? issue?.code ?? "filter");
  const name = parameterOf[field as Field] ?? field; // an unknown field falls back on its own name
  throw new AppError("bad_request", "bad_filter", `The filter's ${name} is wrong: ${issue?.message}.`, { field: name });
}

/** The same filter in a URL: values sorted, so that one filter has one address. */
export function serializeFleetFilter(filter: FleetFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const field of fields) {
    const value = filter[field];
    const list = value === undefined ? [] : Array.isArray(value) ? [...new Set<string>(value)].sort() : [value];
    for (const item of list) params.append(parameterOf[field], item);
  }
  return params;
}

export function isFilterEmpty(filter: FleetFilter | undefined): boolean {
  return filter === undefined || fields.every((field) => filter[field] === undefined || filter[field]?.length === 0);
}

/** Counts that roll call stores; the values of a dimension are disjoint, so several of them are their sum. */
export type StoredSeries = { dimension: StoredDimension; keys: string[] };

const storedFields = { region: "region", gpuModel: "gpu_model", agent: "agent" } as const;
const stateFields: ReadonlySet<Field> = new Set(["state", "reason"]);

/**
 * The stored counts that answer the attributes of a filter (its states are chosen among the counts): the fleet's, or those of
 * any values of one dimension that roll call counts by. Null where it takes the bits.
 */
export function storedSeriesOf(filter: FleetFilter = {}): StoredSeries | null {
  const used = fields.filter((field) => !stateFields.has(field) && (filter[field]?.length ?? 0) > 0);
  if (used.length === 0) return { dimension: "fleet", keys: [""] };
  const [only] = used;
  if (used.length > 1 || (only !== "region" && only !== "gpuModel" && only !== "agent")) return null;
  return { dimension: storedFields[only], keys: filter[only] ?? [] };
}

function withoutEmpty(filter: FleetFilter): FleetFilter {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value.length > 0),
  ) as FleetFilter; // fewer of the same entries
}
