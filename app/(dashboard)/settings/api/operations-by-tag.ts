import type { OpenApiDocument } from "@/lib/api/openapi-document";

type Schema = Record<string, unknown>;
export type Parameter = { name: string; place: string; description: string; kind: string };
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  answer: string;
  problems: { status: string; codes: string }[];
  curl: string;
};

// The document's own shapes, as openApiDocument makes them.
type Described = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: unknown[];
  servers?: { url: string }[];
  parameters?: { name: string; in: string; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
};

/** What the page shows of the document, by tag and in its order. */
export function operationsByTag(document: OpenApiDocument): { tag: string; operations: Operation[] }[] {
  const byTag = new Map<string, Operation[]>();
  const [{ url: web } = { url: "" }] = document.servers as { url: string }[];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(methods)) {
      const described = value as unknown as Described;
      const tag = described.tags[0] ?? "";
      const operation = readOperation(document, { path, method: method.toUpperCase(), described, web });
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation]);
    }
  }
  return [...byTag].map(([tag, operations]) => ({ tag, operations }));
}

function readOperation(
  document: OpenApiDocument,
  { path, method, described, web }: { path: string; method: string; described: Described; web: string },
): Operation {
  const { responses, parameters = [], requestBody } = described;
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? [];
  const schema = Object.values(success?.content ?? {})[0]?.schema ?? {};
  return {
    id: described.operationId,
    method,
    path,
    summary: described.summary,
    description: described.description,
    parameters: parameters.map((each) => ({
      name: each.name,
      place: each.in,
      description: each.description ?? "",
      kind: kindOf(each.schema),
    })),
    answer: shapeOf(document, schema),
    problems: Object.entries(responses)
      .filter(([status]) => Number(status) >= 400)
      .map(([status, { description }]) => ({ status, codes: description })),
    curl: curlOf({
      method,
      url: `${described.servers?.at(-1)?.url ?? web}${path}`,
      isOpen: described.security?.length === 0,
      requestBody,
    }),
  };
}

function curlOf(call: { method: string; url: string; isOpen: boolean; requestBody: Described["requestBody"] }): string {
  const { method, url, isOpen, requestBody } = call;
  const parts = ["curl"];
  if (!isOpen) parts.push('-H "Authorization: Bearer $MUSTER_TOKEN"');
  if (method !== "GET") parts.push('-H "Content-Type: application/json"', `-d '${exampleOf(requestBody)}'`);
  return [...parts, `"${url}"`].join(" ");
}

function exampleOf(requestBody: Described["requestBody"]): string {
  const schema = requestBody?.content["application/json"]?.schema ?? {};
  const [one] = (schema.anyOf as Schema[] | undefined) ?? [schema];
  const properties = Object.entries((one?.properties ?? {}) as Record<string, Schema>);
  const required = new Set((one?.required as string[] | undefined) ?? []);
  return JSON.stringify(
    Object.fromEntries(properties.filter(([name]) => required.has(name)).map(([name, each]) => [name, sampleOf(each)])),
  );
}

function sampleOf(schema: Schema): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0];
  return schema.format === "date-time" ? "2024-04-25T08:05:00Z" : "…";
}

/** One line for what a value is: its words, its format, its bounds. */
function kindOf(schema: Schema): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(" | ");
  if (typeof schema.format === "string") return schema.format;
  const type = [schema.type].flat().join(" or ") || "any";
  const { minimum, maximum } = schema;
  return minimum !== undefined && maximum !== undefined ? `${type}, ${minimum} to ${maximum}` : type;
}

/** An answer as a sketch of JSON, with what it refers to drawn in place. */
function shapeOf(document: OpenApiDocument, schema: Schema, indent = ""): string {
  const reference = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  if (reference) return shapeOf(document, (document.components.schemas[reference] ?? {}) as Schema, indent);
  if (schema.properties) {
    const required = new Set(schema.required as string[] | undefined);
    const lines = Object.entries(schema.properties as Record<string, Schema>).map(([name, each]) => {
      const value = shapeOf(document, each, `${indent}  `);
      return `${indent}  ${name}${required.has(name) ? "" : "?"}: ${value}`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  if (schema.items) return `[ ${shapeOf(document, schema.items as Schema, indent)} ]`;
  const choices = schema.anyOf as Schema[] | undefined;
  if (choices) return choices.map((each) => shapeOf(document, each, indent)).join(" | ");
  return kindOf(schema);
}
