import { and, desc, eq } from "drizzle-orm";
import { deviceDecisions } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { locateDevice } from "./locate-device";

export type Decision = {
  kind: "quarantined" | "retired";
  reason: string;
  actor: string;
  fromMinute: number;
  /** Exclusive; null while it holds. */
  toMinute: number | null;
};

const mostDecisions = 100;

/** When a device was quarantined or retired, by whom and why, newest first, the last 100. */
export async function listDecisions(ctx: Ctx, device: string): Promise<Decision[]> {
  requirePermission(ctx.actor, "device.read");
  const { shard, ordinal } = await locateDevice(ctx.db, device);
  const rows = await ctx.db
    .select({
      kind: deviceDecisions.kind,
      reason: deviceDecisions.reason,
      actor: deviceDecisions.actor,
      fromMinute: deviceDecisions.fromMinute,
      toMinute: deviceDecisions.toMinute,
    })
    .from(deviceDecisions)
    .where(and(eq(deviceDecisions.shard, shard), eq(deviceDecisions.ordinal, ordinal)))
    .orderBy(desc(deviceDecisions.fromMinute))
    .limit(mostDecisions);
  // Only these two kinds are ever written.
  return rows.map((row) => ({ ...row, kind: row.kind as Decision["kind"] }));
}
