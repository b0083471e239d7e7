import { and, desc, ilike, sql } from "drizzle-orm";
import { z } from "zod";
import { deviceSets } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import type { DeviceSet, DeviceSetDefinition } from "./device-set";
import { decodeSetCursor, encodeSetCursor } from "./set-cursor";

export const ListDeviceSets = z.object({
  /** Part of the name. */
  search: z.string().trim().max(120).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** The sets, the newest first, a page at a time. Throws AppError invalid_input, invalid_cursor. */
export async function listDeviceSets(
  ctx: Ctx,
  input: z.input<typeof ListDeviceSets> = {},
): Promise<{ items: DeviceSet[]; next: string | null }> {
  requirePermission(ctx.actor, "device-set.read");
  const { search, cursor, limit } = parseInput(ListDeviceSets, input);
  const after = cursor ? decodeSetCursor(cursor) : undefined;
  const rows = await ctx.db
    .select()
    .from(deviceSets)
    .where(
      and(
        search ? ilike(deviceSets.name, `%${search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
        after
          ? sql`(${deviceSets.createdAt}, ${deviceSets.id}) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(deviceSets.createdAt), desc(deviceSets.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map((row) => ({
    ...row,
    definition: row.definition as DeviceSetDefinition, // insertDeviceSet alone writes it
  }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeSetCursor(last) : null };
}
