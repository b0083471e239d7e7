import { apiRoute } from "@/app/api-route";
import { requireLength } from "@/app/read-body";
import { ListTitle, mostListBytes } from "@/lib/access/exposure/look-through-list";
import { requirePermission } from "@/lib/access/permissions";
import { parseInput } from "@/lib/parse-input";
import { streamReport } from "./stream-report";

/**
 * The leaked list is the body. Answers NDJSON: how far it is, and in the last line the report or the error. Under /api, where no proxy takes a copy
 * of the body; whoever goes away stops it.
 */
export const POST = apiRoute(
  async (ctx, request) => {
    // Before the body is read for nothing.
    requirePermission(ctx.actor, "token.write");
    requireLength(request, mostListBytes);
    const title = parseInput(ListTitle, { title: request.nextUrl.searchParams.get("title") ?? "" });
    return new Response(streamReport(ctx, title, request), {
      headers: { "content-type": "application/x-ndjson", "x-accel-buffering": "no" },
    });
  },
  { isForPages: true },
);
