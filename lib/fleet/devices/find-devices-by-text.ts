import type { Database } from "@/db/client";
import type { ShardBits } from "../bit-set";
import { DeviceTexts } from "./device-texts";

// Next loads a module anew for each bundle; a process has one copy all the same. By pool, so that tests have their own.
const holder = globalThis as { musterDeviceTexts?: WeakMap<object, DeviceTexts> };

/** The devices whose id or name holds the text, among all that were ever enrolled. */
export async function findDevicesByText(db: Database, text: string): Promise<Map<number, ShardBits>> {
  return (await warmDeviceTexts(db)).find(text);
}

/** Ids and names brought up to date; the first call of a process reads them all: 1 to 3 s for 600,000. */
export async function warmDeviceTexts(db: Database): Promise<DeviceTexts> {
  holder.musterDeviceTexts ??= new WeakMap();
  const texts = holder.musterDeviceTexts.get(db.$client) ?? new DeviceTexts();
  holder.musterDeviceTexts.set(db.$client, texts);
  await texts.refresh(db.$client);
  return texts;
}
