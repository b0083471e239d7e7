import type { NextRequest } from "next/server";
import { peerHeader } from "@/lib/access/peer-address";
import { expectedError, problemContentType, problemOf } from "@/lib/access/problem";
import { currentCtx } from "@/lib/access/session";
import { authenticateApiToken } from "@/lib/access/tokens/authenticate-api-token";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { processDatabase } from "@/lib/database";
import { readEnv } from "@/lib/env";
import { limitActor, limitAddress } from "./limits";
import { isSameOrigin } from "./login/same-origin";
import { noteDenial, noteStranger, noteTooMany } from "./note-denial";
import { logUnexpected } from "./web-log";

export type ApiRouteOptions = {
  /** A page of Muster's own sends files here: its session may write too, and nothing but its own origin. */
  isForPages?: boolean;
  /** A file of a whole list: much less often than a page of it. */
  isExport?: boolean;
};
type RouteParams = Record<string, string | string[] | undefined>;

/**
 * A route of the JSON API: who calls (an API token; a session for reading), then the handler's value as JSON, or its
 * Response as it is. Errors are problem+json.
 */
export function apiRoute<Params extends RouteParams = Record<string, string>>(
  handler: (ctx: Ctx, request: NextRequest, params: Params) => Promise<unknown>,
  options: ApiRouteOptions = {},
): (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, context) => {
    let ctx: Ctx | null = null;
    try {
      ctx = await authenticate(request, options);
      limitActor(ctx.actor, options.isExport ? "export" : "api", ctx.now);
      const value = await handler(ctx, request, await context.params);
      if (!(value instanceof Response)) return Response.json(value, { headers: { "cache-control": "no-store" } });
      if (!value.headers.has("cache-control")) value.headers.set("cache-control", "no-store");
      return value;
    } catch (error) {
      if (ctx) await noteDenial(ctx, error);
      else await noteTooMany(error, request.headers.get(peerHeader) ?? undefined);
      return problemResponse(error, new URL(request.url).pathname);
    }
  };
}

async function authenticate(request: NextRequest, { isForPages = false }: ApiRouteOptions): Promise<Ctx> {
  const header = request.headers.get("authorization");
  if (header !== null) return authenticateByToken(/^Bearer +(\S+)$/i.exec(header)?.[1] ?? "", request);
  // A browser adds the cookie by itself, so that it may only read, or write where one of our own pages asked it to.
  const isRead = request.method === "GET" || request.method === "HEAD";
  const mayUseCookie = isRead || (isForPages && isSameOrigin(request.headers, readEnv().PUBLIC_URL));
  const ctx = mayUseCookie ? await currentCtx() : null;
  if (ctx) return ctx;
  await limitAddress(request.headers.get(peerHeader), "refused", new Date());
  throw new AppError("unauthenticated", "unauthenticated", "Send an API token: `Authorization: Bearer muster_api_…`.");
}

async function authenticateByToken(text: string, request: NextRequest): Promise<Ctx> {
  const db = processDatabase();
  const now = new Date();
  const address = request.headers.get(peerHeader) ?? undefined;
  try {
    return { db, now, actor: await authenticateApiToken(db, text, { now, address }) };
  } catch (error) {
    if (error instanceof AppError && error.kind === "unauthenticated") {
      await limitAddress(address, "refused", now);
      await noteStranger(error.code, address);
    }
    throw error;
  }
}

/** `error` as an answer; the unexpected is logged once, under `where`. */
export function problemResponse(error: unknown, where: string): Response {
  const reference = expectedError(error) ? undefined : logUnexpected(error, where);
  const { status, body } = problemOf(error, reference);
  const headers = new Headers({ "content-type": problemContentType, "cache-control": "no-store" });
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="muster"');
  if (status === 503) headers.set("retry-after", "5");
  const wait = body.details?.retryAfterSeconds;
  if (status === 429) headers.set("retry-after", String(typeof wait === "number" ? wait : 30));
  return new Response(JSON.stringify(body), { status, headers });
}
