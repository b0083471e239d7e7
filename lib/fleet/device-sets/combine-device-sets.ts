import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { minuteOf } from "../minute";
import { fleetDirectory } from "../queries/web-directory";
import { combineBits } from "./combine-bits";
import { type DeviceSet, SetDescription, SetIds, SetName, setOperations } from "./device-set";
import { insertDeviceSet } from "./insert-device-set";
import { measureBits } from "./measure-bits";
import { readSets } from "./read-sets";

export const CombineDeviceSets = z.object({
  op: z.enum(setOperations),
  /** The difference is the first without all others. */
  ids: SetIds.min(2, "choose two sets or more"),
  name: SetName,
  description: SetDescription,
});

/** Makes a new set from others, counted in the GPUs of now. Throws AppError invalid_input, device_set_not_found, device_set_empty. */
export async function combineDeviceSets(ctx: Ctx, input: z.input<typeof CombineDeviceSets>): Promise<DeviceSet> {
  requirePermission(ctx.actor, "device-set.write");
  const { op, ids, name, description } = parseInput(CombineDeviceSets, input);
  const sets = await readSets(ctx.db.$client, ids);
  const bits = combineBits(
    op,
    sets.map((set) => set.bits),
  );
  const cohort = measureBits(await fleetDirectory(ctx.db), bits);
  const definition = { op, ids, names: sets.map((set) => set.name) };
  return ctx.db.transaction((db) =>
    insertDeviceSet({ ...ctx, db }, { name, description, definition, minute: minuteOf(ctx.now), cohort }),
  );
}
