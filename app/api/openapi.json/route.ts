import { apiRoute } from "@/app/api-route";
import { requirePermission } from "@/lib/access/permissions";
import { jsonAnswer } from "../json-answer";
import { musterDocument } from "../muster-document";

/** The document of the JSON API and the gateway, OpenAPI 3.1. */
export const GET = apiRoute(async (ctx, request) => {
  requirePermission(ctx.actor, "fleet.read");
  return jsonAnswer(musterDocument(), request);
});
