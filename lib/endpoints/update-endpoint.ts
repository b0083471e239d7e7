import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { publicEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { asEndpoint, type Endpoint, EndpointFields, endpointColumns, endpointName } from "./endpoint";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { requireEndpoint } from "./require-endpoint";

export const UpdateEndpoint = z.object({ id: z.uuid(), revision: z.number().int(), endpoint: EndpointFields });

/**
 * Edits an endpoint as it was read at `revision`: conflict "stale_revision", "endpoint_exists" for the address of another,
 * "own_endpoint" for the address of one of Muster's own.
 */
export async function updateEndpoint(ctx: Ctx, input: z.input<typeof UpdateEndpoint>): Promise<Endpoint> {
  requirePermission(ctx.actor, "endpoint.write");
  const { id, revision, endpoint } = parseInput(UpdateEndpoint, input);
  return ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const before = await requireEndpoint(db, id, revision);
    if (before.source === "muster" && endpointName(before) !== endpointName(endpoint)) {
      throw new AppError("conflict", "own_endpoint", "Muster knows the addresses of its own endpoints: leave it.");
    }
    const { host, method, path } = publicEndpoints;
    const isThere = and(eq(host, endpoint.host), eq(method, endpoint.method), eq(path, endpoint.path));
    const [other] = await db
      .select({ id: publicEndpoints.id })
      .from(publicEndpoints)
      .where(and(isThere, ne(publicEndpoints.id, id)));
    if (other) {
      throw new AppError("conflict", "endpoint_exists", `${endpointName(endpoint)} is, or was, another endpoint.`, {
        field: "path",
      });
    }
    const [row] = await db
      .update(publicEndpoints)
      .set({ ...endpoint, revision: revision + 1, updatedAt: ctx.now })
      .where(and(eq(publicEndpoints.id, id), eq(publicEndpoints.revision, revision)))
      .returning(endpointColumns);
    if (!row) throw new Error("a locked endpoint was not updated");
    await recordAudit(
      { ...ctx, db },
      { action: "endpoint.update", target: { kind: "endpoint", id }, before, after: row },
    );
    const title = `Public endpoint edited: ${endpointName(endpoint)}`;
    const subjects = { endpoint: id, host: endpoint.host };
    await recordDomainEvent({ db, now: ctx.now }, { kind: "endpoint.updated", title, happenedAt: ctx.now, subjects });
    await judgeEndpointReviews({ db, now: ctx.now });
    return asEndpoint(row);
  });
}
