import { z } from "zod";
import { permissions } from "@/lib/access/permissions";
import { type ApiEndpoint, apiSchemas, named } from "./api-endpoint";
import type { GatewayEndpoint } from "./gateway-endpoint";

type Json = Record<string, unknown>;
export type OpenApiDocument = Json & {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Json; securitySchemes: Json };
};

const ProblemSchema = named(
  "Problem",
  z
    .object({
      type: z.literal("about:blank"),
      title: z.string(),
      status: z.int(),
      detail: z.string().describe("For a person: what to do."),
      code: z.string().describe("Stable, for programs."),
      details: z.record(z.string(), z.unknown()).optional(),
    })
    .describe("RFC 9457."),
);

/** Codes that any endpoint of the API may answer. */
const everywhere: Record<number, readonly string[]> = {
  400: ["unknown_parameter"],
  401: ["unauthenticated", "invalid_token", "revoked_token", "expired_token", "orphaned_token"],
  403: ["forbidden"],
  429: ["too_many_requests"],
  500: ["internal"],
  503: ["database_unavailable"],
};
const ofBodies: Record<number, readonly string[]> = {
  400: ["invalid_json", "length_required"],
  413: ["too_large"],
  415: ["unsupported_content_type"],
  422: ["invalid_input"],
};

/** OpenAPI 3.1 of the JSON API and the gateway, from the schemas that their answers are held against. */
export function openApiDocument(
  endpoints: readonly ApiEndpoint[],
  gateway: readonly GatewayEndpoint[],
  servers: { web: string; gateway: string; version: string },
): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  for (const endpoint of endpoints) add(paths, endpoint.path, endpoint.method, operationOf(endpoint));
  for (const endpoint of gateway) {
    const isOnBoth = endpoint.tokens.length === 0;
    const at = [...(isOnBoth ? [servers.web] : []), servers.gateway].map((url) => ({ url }));
    add(paths, endpoint.path, endpoint.method, { ...gatewayOperation(endpoint), servers: at });
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Muster",
      version: servers.version,
      description:
        "Every list is paged: `next` of an answer is the `cursor` of the following request. Every answer with 200 has an ETag; sent " +
        "back in If-None-Match it saves the body (304). Times are RFC 3339 in UTC. A parameter that the endpoint does not have is " +
        "refused (unknown_parameter).",
    },
    servers: [{ url: servers.web, description: "The web server" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, muster_api_…, from Settings, Tokens." },
        ingest: { type: "http", scheme: "bearer", description: "An ingest token of the kind that the endpoint names." },
      },
      schemas: componentsOf(),
    },
  };
}

function add(paths: OpenApiDocument["paths"], path: string, method: string, operation: Json): void {
  const key = path.replaceAll(/\[(\w+)\]/g, "{$1}");
  paths[key] = { ...paths[key], [method.toLowerCase()]: operation };
}

function operationOf(endpoint: ApiEndpoint): Json {
  const { tag, summary, permission, method, body, answer } = endpoint;
  const problems = mergeCodes(everywhere, body ? ofBodies : {}, endpoint.problems ?? {});
  const created = method === "POST";
  return {
    operationId: operationIdOf(endpoint),
    tags: [tag],
    summary,
    description: `Needs ${permission}: ${permissions[permission].join(", ")}.${created ? " The token must not be read-only." : ""}`,
    "x-permission": permission,
    parameters: parametersOf(endpoint),
    ...(body ? { requestBody: { required: true, content: contentOf({ "application/json": body }) } } : {}),
    responses: {
      ...(created
        ? { 201: jsonResponse("Made.", answer) }
        : { 200: { ...jsonResponse("The answer.", answer), headers: etag }, 304: { description: "Not changed." } }),
      ...problemResponses(problems),
    },
  };
}

const etag = { ETag: { schema: { type: "string" }, description: "To be sent back in If-None-Match." } };

function operationIdOf({ method, path }: ApiEndpoint): string {
  const words = path.replace("/api/v1/", "").split(/[^a-z]+/i);
  return [method.toLowerCase(), ...words.filter(Boolean).map((word) => word[0]?.toUpperCase() + word.slice(1))].join(
    "",
  );
}

function parametersOf({ params = {}, query = {} }: ApiEndpoint): Json[] {
  const one =
    (place: "path" | "query") =>
    ([name, schema]: [string, z.ZodType]) => {
      const { description, ...rest } = jsonSchema(schema);
      return { name, in: place, required: place === "path", ...(description ? { description } : {}), schema: rest };
    };
  return [...Object.entries(params).map(one("path")), ...Object.entries(query).map(one("query"))];
}

function gatewayOperation({ summary, description, tokens, bodies, answer, path }: GatewayEndpoint): Json {
  const isOpen = tokens.length === 0;
  const needs = isOpen ? "" : `Needs a token of kind ${tokens.join(", ")}.`;
  const codes = { 400: ["bad_request"], 403: ["wrong_token_kind"], 413: ["body_too_large"] };
  const usual = {
    401: ["missing_token", "invalid_token"],
    415: ["unsupported_content_type"],
    429: ["too_many_requests"],
  };
  const problems = isOpen ? { 503: ["not_migrated"] } : mergeCodes(codes, usual, { 503: ["not_committed", "busy"] });
  return {
    operationId: `gateway${path.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [isOpen ? "Health" : "Ingest"],
    summary,
    description: [needs, description].filter(Boolean).join(" "),
    security: isOpen ? [] : [{ ingest: [] }],
    ...(bodies ? { requestBody: { required: true, content: contentOf(bodies) } } : {}),
    responses: {
      200:
        answer === "text/plain"
          ? { description: "The answer.", content: { "text/plain": { schema: { type: "string" } } } }
          : jsonResponse("After the commit.", answer),
      ...problemResponses(problems),
    },
  };
}

function contentOf(bodies: Record<string, z.ZodType>): Json {
  return Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, { schema: jsonSchema(schema) }]));
}

const jsonResponse = (description: string, schema: z.ZodType): Json => ({
  description,
  content: { "application/json": { schema: referenceTo(schema) } },
});

function problemResponses(problems: Codes): Json {
  const content = { "application/problem+json": { schema: referenceTo(ProblemSchema) } };
  const described = Object.entries(problems).map(([status, codes]) => [
    status,
    { description: codes?.join(", "), "x-codes": codes, content },
  ]);
  return Object.fromEntries(described);
}

type Codes = Partial<Record<number, readonly string[]>>;

function mergeCodes(...sources: Codes[]): Codes {
  const merged: Codes = {};
  for (const source of sources) {
    for (const [status, codes] of Object.entries(source)) {
      merged[Number(status)] = [...new Set([...(merged[Number(status)] ?? []), ...(codes ?? [])])];
    }
  }
  return merged;
}

const pathOf = (id: string) => `#/components/schemas/${id}`;

function referenceTo(schema: z.ZodType): Json {
  const id = apiSchemas.get(schema)?.id;
  if (!id) throw new Error("an answer has no name in the document: wrap it in named()");
  return { $ref: pathOf(id) };
}

/** Leaves out what zod adds and the format or the type says already. */
function plainer({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** What a caller sends: before it is transformed. */
function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", override: plainer });
  return rest;
}

function componentsOf(): Json {
  const { schemas } = z.toJSONSchema(apiSchemas, { io: "output", uri: pathOf, override: plainer });
  const bare = Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]);
  return Object.fromEntries(bare);
}
