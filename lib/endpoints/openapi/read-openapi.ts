import { AppError } from "@/lib/app-error";
import { EndpointPath } from "../endpoint-address";
import type { Authentication, Method } from "../endpoint-choices";
import { readAuthentication } from "./read-authentication";
import { readServers, readSwaggerServer, type Server } from "./read-servers";
import { at, type Tree, text, tree } from "./tree";

export type Operation = {
  host: string;
  method: Method;
  path: string;
  summary: string;
  authentication: Authentication;
  isDeprecated: boolean;
};
export type OpenApi = {
  title: string;
  version: string;
  operations: Operation[];
  /** What could not be read, in words: at most 50. */
  skipped: string[];
};

const verbs: Record<string, Method> = {
  get: "GET",
  head: "HEAD",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  options: "OPTIONS",
  trace: "TRACE",
};
const mostOperations = 2_000;
const mostSkipped = 50;
const mostReferences = 5;

/**
 * The operations of an OpenAPI 3.0 or 3.1 or Swagger 2 document. Nothing outside of it is fetched: what it only refers to is
 * skipped and named. With `host`, that instead of the document's own. Throws AppError "not_openapi", "host_needed" when
 * neither says one, "too_many_operations".
 */
export function readOpenApi(document: unknown, host?: string): OpenApi {
  const root = tree(document);
  const servers = serversOf(root);
  const found: OpenApi = {
    title: oneLine(text(at(at(root, "info"), "title")), 120) || "Untitled",
    version: oneLine(text(at(at(root, "info"), "version")), 40),
    operations: [],
    skipped: [],
  };
  for (const [template, value] of Object.entries(tree(at(root, "paths")))) {
    if (template.startsWith("x-")) continue;
    const item = resolve(root, value);
    const path = EndpointPath.safeParse(template);
    if (!path.success) skip(found, `${oneLine(template, 100)}: ${path.error.issues[0]?.message ?? "not a path"}`);
    else if (!item) skip(found, `${oneLine(template, 100)}: stands in another document, which is not fetched`);
    else readItem(root, item, { path: path.data, servers: readServers(item) ?? servers, host }, found);
  }
  return found;
}

function serversOf(root: Tree): Server[] {
  if (/^3\.[01](\.\d+)?$/.test(text(at(root, "openapi")))) return readServers(root) ?? [{ host: "", basePath: "" }];
  // YAML reads an unquoted 2.0 as the number 2.
  if (String(at(root, "swagger") ?? "").replace(/\.0$/, "") === "2") return [readSwaggerServer(root)];
  const message = "This is no OpenAPI 3.0 or 3.1 and no Swagger 2 document: it says neither `openapi` nor `swagger`.";
  throw new AppError("unprocessable", "not_openapi", message, { field: "document" });
}

type Place = { path: string; servers: Server[]; host: string | undefined };

function readItem(root: Tree, item: Tree, place: Place, found: OpenApi): void {
  for (const [verb, method] of Object.entries(verbs)) {
    if (!Object.hasOwn(item, verb)) continue;
    const operation = tree(item[verb]);
    for (const server of readServers(operation) ?? place.servers) {
      const host = place.host ?? server.host;
      if (!host) {
        const message = "The document does not say on which host it is served: name the host.";
        throw new AppError("unprocessable", "host_needed", message, { field: "host" });
      }
      const path = EndpointPath.safeParse(`${server.basePath}${place.path}`);
      if (!path.success) {
        skip(found, `${method} ${oneLine(place.path, 100)}: ${path.error.issues[0]?.message ?? "not a path"}`);
        continue;
      }
      found.operations.push({
        ...{ host, method, path: path.data },
        summary: oneLine(text(at(operation, "summary")) || text(at(operation, "operationId")), 200),
        authentication: readAuthentication(root, operation),
        isDeprecated: at(operation, "deprecated") === true,
      });
      if (found.operations.length > mostOperations) throw tooMany();
    }
  }
}

/** A path item, or what it refers to within the document; null for what lies outside, is not there or leads in a circle. */
function resolve(root: Tree, value: unknown): Tree | null {
  let item = tree(value);
  for (let followed = 0; Object.hasOwn(item, "$ref"); followed++) {
    const reference = text(item.$ref);
    if (followed === mostReferences || !reference.startsWith("#/")) return null;
    const keys = reference.slice(2).split("/").map(unescapePointer);
    const target = keys.reduce<unknown>((from, key) => at(from, key), root);
    if (target === undefined) return null;
    item = tree(target);
  }
  return item;
}

/** RFC 6901, in a fragment. */
function unescapePointer(key: string): string {
  try {
    return decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return key;
  }
}

function skip(found: OpenApi, why: string): void {
  if (found.skipped.length < mostSkipped) found.skipped.push(why);
  else found.skipped[mostSkipped - 1] = "… and more";
}

const oneLine = (value: string, most: number) =>
  value
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, most);

const tooMany = () =>
  new AppError("too_large", "too_many_operations", "The document has more than 2,000 operations: import its parts.", {
    field: "document",
  });
