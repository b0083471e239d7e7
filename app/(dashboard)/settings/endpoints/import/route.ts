import { apiRoute } from "@/app/api-route";
import { readBody } from "@/app/read-body";
import { requirePermission } from "@/lib/access/permissions";
import type { Exposure } from "@/lib/endpoints/endpoint-choices";
import { importEndpoints, previewImport } from "@/lib/endpoints/import-endpoints";
import { mostJsonBytes } from "@/lib/endpoints/openapi/parse-document";
import type { ImportDefaults } from "@/lib/endpoints/plan-import";
import { shownPlan } from "./shown-plan";

/** The document is the body. Without `digest` says what it would do, with that of a preview does it. */
export const POST = apiRoute(
  async (ctx, request) => {
    // Before the body is read for nothing.
    requirePermission(ctx.actor, "endpoint.write");
    const bytes = await readBody(request, mostJsonBytes);
    const params = request.nextUrl.searchParams;
    const field = (name: string) => params.get(name) ?? "";
    const defaults: ImportDefaults = {
      owner: field("owner"),
      // planImport parses them.
      exposure: field("exposure") as Exposure,
      dataClass: field("dataClass") as ImportDefaults["dataClass"],
      host: field("host"),
    };
    const digest = field("digest");
    if (digest) return importEndpoints(ctx, bytes, { defaults, digest });
    return shownPlan(await previewImport(ctx, bytes, defaults));
  },
  { isForPages: true },
);
