import { requirePermission } from "@/lib/access/permissions";
import type { ApiEndpoint } from "@/lib/api/api-endpoint";
import { AppError } from "@/lib/app-error";
import { apiRoute } from "../api-route";
import { readBody } from "../read-body";
import { jsonAnswer } from "./json-answer";

/** The route handler of an endpoint: its permission, its body by its schema, and its answer with an ETag. */
export function endpointRoute(endpoint: ApiEndpoint) {
  return apiRoute(async (ctx, request, params) => {
    requirePermission(ctx.actor, endpoint.permission);
    requireKnownParameters(endpoint, request.nextUrl.searchParams);
    const body = endpoint.body ? endpoint.body.parse(await readJson(request, endpoint.mostBytes ?? 65_536)) : undefined;
    const value = await endpoint.respond(ctx, { params, query: request.nextUrl.searchParams, body });
    return jsonAnswer(value, request, endpoint.method === "POST" ? 201 : 200);
  });
}

/** A parameter that is misspelt must not be taken for no filter at all. Throws AppError unknown_parameter. */
function requireKnownParameters({ query = {} }: ApiEndpoint, given: URLSearchParams): void {
  const allowed = Object.keys(query);
  const parameter = [...given.keys()].find((name) => !allowed.includes(name));
  if (parameter === undefined) return;
  const named = parameter.length > 60 ? `${parameter.slice(0, 60)}…` : parameter;
  const known = allowed.length > 0 ? `It has ${allowed.join(", ")}.` : "It has none.";
  throw new AppError("bad_request", "unknown_parameter", `There is no parameter ${named} here. ${known}`, {
    parameter: named,
    allowed,
  });
}

async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  if (request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() !== "application/json") {
    throw new AppError("unsupported_media_type", "unsupported_content_type", "Send application/json.");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await readBody(request, mostBytes)));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("bad_request", "invalid_json", "The body is not JSON.");
  }
}
