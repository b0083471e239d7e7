import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { fleetDirectory } from "../queries/web-directory";
import { combineBits } from "./combine-bits";
import { SetIds, setOperations } from "./device-set";
import { measureBits } from "./measure-bits";
import { readSets } from "./read-sets";

export const CountDeviceSets = z.object({ op: z.enum(setOperations).default("union"), ids: SetIds });

/** How many devices, and GPUs of now, an operation on sets would leave; nothing is kept. Throws AppError device_set_not_found. */
export async function countDeviceSets(
  ctx: Ctx,
  input: z.input<typeof CountDeviceSets>,
): Promise<{ devices: number; gpus: number }> {
  requirePermission(ctx.actor, "device-set.read");
  const { op, ids } = parseInput(CountDeviceSets, input);
  const sets = await readSets(ctx.db.$client, ids);
  const bits = combineBits(
    op,
    sets.map((set) => set.bits),
  );
  const { devices, gpus } = measureBits(await fleetDirectory(ctx.db), bits);
  return { devices, gpus };
}
