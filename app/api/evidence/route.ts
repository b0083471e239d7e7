import { apiRoute } from "@/app/api-route";
import { requireLength } from "@/app/read-body";
import { requirePermission } from "@/lib/access/permissions";
import { readEnv } from "@/lib/env";
import { addEvidence } from "@/lib/incidents/evidence/add-evidence";
import { mostEvidenceBytes } from "@/lib/incidents/evidence/evidence-limits";

/**
 * Adds a file to an incident: the body is the file, as it is; `incident`, `name` and `note` stand in the address. Under /api, where no proxy
 * takes a copy of the body. What it is called and what type it is said to have decide nothing.
 */
export const POST = apiRoute(
  async (ctx, request) => {
    // Before the body is read for nothing.
    requirePermission(ctx.actor, "incident.write");
    requireLength(request, mostEvidenceBytes);
    const { searchParams } = request.nextUrl;
    const asked = {
      incidentId: searchParams.get("incident") ?? "",
      name: searchParams.get("name") ?? "",
      note: searchParams.get("note") ?? "",
    };
    return addEvidence(ctx, asked, {
      chunks: chunksOf(request),
      bytes: Number(request.headers.get("content-length")),
      directory: readEnv().EVIDENCE_DIR ?? null,
    });
  },
  { isForPages: true },
);

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body) yield* request.body;
}
