import { and, desc, eq } from "drizzle-orm";
import { verifications } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { locateDevice } from "./locate-device";

export type Verification = {
  at: Date;
  result: "passed" | "failed";
  method: string | null;
  digest: string | null;
  durationMs: number | null;
  validUntil: Date | null;
};

const mostVerifications = 100;

/** What a device's verifications found, newest first, the last 100. */
export async function listVerifications(ctx: Ctx, device: string): Promise<Verification[]> {
  requirePermission(ctx.actor, "device.read");
  const { shard, ordinal } = await locateDevice(ctx.db, device);
  const rows = await ctx.db
    .select({
      at: verifications.at,
      result: verifications.result,
      method: verifications.method,
      digest: verifications.digest,
      durationMs: verifications.durationMs,
      validUntil: verifications.validUntil,
    })
    .from(verifications)
    .where(and(eq(verifications.shard, shard), eq(verifications.ordinal, ordinal)))
    .orderBy(desc(verifications.at))
    .limit(mostVerifications);
  // The gateway refuses any other result.
  return rows.map((row) => ({ ...row, result: row.result as Verification["result"] }));
}
