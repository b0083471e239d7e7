"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { SaveDeviceSet, saveDeviceSet } from "@/lib/fleet/device-sets/save-device-set";
import { DecideDevices } from "@/lib/fleet/devices/decide-devices";
import { MoveDevice, moveDevice } from "@/lib/fleet/devices/move-device";
import { quarantineDevices } from "@/lib/fleet/devices/quarantine-devices";
import { releaseDevices } from "@/lib/fleet/devices/release-devices";
import { retireDevices } from "@/lib/fleet/devices/retire-devices";
import { SuggestProviders, suggestProviders } from "@/lib/fleet/providers/suggest-providers";
import { actInIncident, IncidentReference } from "@/lib/incidents/response/act-in-incident";

/** The list and the page of every device show it at once. */
const refresh = () => revalidatePath("/fleet/devices", "layout");

/** From an incident, if it is named. */
const QuarantineDevices = DecideDevices.extend({ incident: IncidentReference.optional() });

export const quarantineDevicesAction = action(
  "device.quarantine",
  QuarantineDevices,
  async (ctx, { incident, ...input }) => {
    const decided = await quarantineDevices(incident ? await actInIncident(ctx, incident) : ctx, input);
    refresh();
    return decided;
  },
);

export const releaseDevicesAction = action("device.quarantine", DecideDevices, async (ctx, input) => {
  const decided = await releaseDevices(ctx, input);
  refresh();
  return decided;
});

export const retireDevicesAction = action("device.retire", DecideDevices, async (ctx, input) => {
  const decided = await retireDevices(ctx, input);
  refresh();
  return decided;
});

export const moveDeviceAction = action("device.move", MoveDevice, async (ctx, input) => {
  await moveDevice(ctx, input);
  refresh();
});

export const suggestProvidersAction = action("provider.read", SuggestProviders, suggestProviders);

export const saveDeviceSetAction = action("device-set.write", SaveDeviceSet, async (ctx, input) => {
  const { id, devices } = await saveDeviceSet(ctx, input);
  return { id, devices };
});
