import { isNotNull } from "drizzle-orm";
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
import { requireRoom } from "./require-room";

/**
 * Enters an endpoint; one that was taken out before comes back with its reviews. Conflict "endpoint_exists" when it is in the
 * register already, "register_full" at 20,000.
 */
export async function createEndpoint(ctx: Ctx, input: EndpointFields): Promise<Endpoint> {
  requirePermission(ctx.actor, "endpoint.write");
  const fields = parseInput(EndpointFields, input);
  return ctx.db.transaction(async (db) => {
    await lockRegister(db);
    await requireRoom(db, 1);
    const entered = { ...fields, source: "typed", document: null, updatedAt: ctx.now };
    const [row] = await db
      .insert(publicEndpoints)
      .values({ ...entered, createdBy: ctx.actor.name, createdAt: ctx.now })
      .onConflictDoUpdate({
        target: [publicEndpoints.host, publicEndpoints.method, publicEndpoints.path],
        set: { ...entered, removedAt: null },
        setWhere: isNotNull(publicEndpoints.removedAt),
      })
      .returning(endpointColumns);
    if (!row) {
      throw new AppError("conflict", "endpoint_exists", `${endpointName(fields)} is in the register already.`, {
        field: "path",
      });
    }
    const target = { kind: "endpoint", id: row.id };
    await recordAudit({ ...ctx, db }, { action: "endpoint.create", target, after: row });
    const title = `Public endpoint entered: ${endpointName(fields)}`;
    const subjects = { endpoint: row.id, host: fields.host };
    await recordDomainEvent({ db, now: ctx.now }, { kind: "endpoint.created", title, happenedAt: ctx.now, subjects });
    await judgeEndpointReviews({ db, now: ctx.now });
    return asEndpoint(row);
  });
}
