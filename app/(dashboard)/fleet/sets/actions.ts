"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { CombineDeviceSets, combineDeviceSets } from "@/lib/fleet/device-sets/combine-device-sets";
import { CountDeviceSets, countDeviceSets } from "@/lib/fleet/device-sets/count-device-sets";
import { DeleteDeviceSet, deleteDeviceSet } from "@/lib/fleet/device-sets/delete-device-set";
import { RenameDeviceSet, renameDeviceSet } from "@/lib/fleet/device-sets/rename-device-set";

const refresh = () => revalidatePath("/fleet/sets");

export const countDeviceSetsAction = action("device-set.read", CountDeviceSets, countDeviceSets);

export const combineDeviceSetsAction = action("device-set.write", CombineDeviceSets, async (ctx, input) => {
  const { id, devices } = await combineDeviceSets(ctx, input);
  refresh();
  return { id, devices };
});

export const renameDeviceSetAction = action("device-set.write", RenameDeviceSet, async (ctx, input) => {
  await renameDeviceSet(ctx, input);
  refresh();
});

export const deleteDeviceSetAction = action("device-set.write", DeleteDeviceSet, async (ctx, input) => {
  await deleteDeviceSet(ctx, input);
  refresh();
});
