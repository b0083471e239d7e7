import { z } from "zod";
import type { Permission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

/** What an endpoint is given: path parameters, the query as it came, and the body as its schema reads it. */
export type ApiRequest<Body = unknown> = { params: Record<string, string>; query: URLSearchParams; body: Body };

/**
 * One endpoint of the JSON API: its route, the document and the tests are made from it. `answer` is what it sends, and nothing
 * else; `query` documents the parameters, which `respond` reads.
 */
export type ApiEndpoint = {
  method: "GET" | "POST";
  /** As the routes have it: parameters in square brackets. */
  path: `/api/v1/${string}`;
  tag: string;
  summary: string;
  permission: Permission;
  params?: Record<string, z.ZodType>;
  query?: Record<string, z.ZodType>;
  body?: z.ZodType;
  answer: z.ZodType;
  /** Codes of the problems that it may answer beside those of every endpoint. */
  problems?: Partial<Record<400 | 404 | 409 | 422, readonly string[]>>;
  /** Bodies larger than this are refused. */
  mostBytes?: number;
  respond(ctx: Ctx, request: ApiRequest): Promise<unknown>;
};

type Definition<Answer extends z.ZodType, Body extends z.ZodType> = Omit<ApiEndpoint, "answer" | "body" | "respond"> & {
  answer: Answer;
  body?: Body;
  respond(ctx: Ctx, request: ApiRequest<z.output<Body>>): Promise<z.input<Answer>>;
};

/** Holds what `respond` returns against `answer` while it compiles. */
export function apiEndpoint<Answer extends z.ZodType, Body extends z.ZodType = z.ZodUnknown>(
  definition: Definition<Answer, Body>,
): ApiEndpoint {
  // The route parses the body with the endpoint's own schema before it calls.
  return definition as unknown as ApiEndpoint;
}

/** The schemas that have a name in the document. */
export const apiSchemas = z.registry<{ id: string }>();

/** Gives `schema` a name in the document. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  apiSchemas.add(schema, { id });
  return schema;
}
