import { eq } from "drizzle-orm";
import { z } from "zod";
import { publicEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { endpointName } from "./endpoint";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { requireEndpoint } from "./require-endpoint";

export const RemoveEndpoint = z.object({ id: z.uuid(), revision: z.number().int() });

/** Takes an endpoint that is no longer exposed out of the register; its reviews stay. Conflict as in updateEndpoint. */
export async function removeEndpoint(ctx: Ctx, input: z.input<typeof RemoveEndpoint>): Promise<void> {
  requirePermission(ctx.actor, "endpoint.write");
  const { id, revision } = parseInput(RemoveEndpoint, input);
  await ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const before = await requireEndpoint(db, id, revision);
    if (before.source === "muster") {
      throw new AppError("conflict", "own_endpoint", "Muster answers there: its own endpoints stay in the register.");
    }
    await db
      .update(publicEndpoints)
      .set({ removedAt: ctx.now, updatedAt: ctx.now, revision: revision + 1 })
      .where(eq(publicEndpoints.id, id));
    await recordAudit({ ...ctx, db }, { action: "endpoint.remove", target: { kind: "endpoint", id }, before });
    const title = `No longer exposed: ${endpointName(before)}`;
    const subjects = { endpoint: id, host: before.host };
    await recordDomainEvent({ db, now: ctx.now }, { kind: "endpoint.removed", title, happenedAt: ctx.now, subjects });
    await judgeEndpointReviews({ db, now: ctx.now });
  });
}
