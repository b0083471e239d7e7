import type { Database } from "@/db/client";
import type { ShardBits } from "../bit-set";
import { DeviceTexts } from "./device-texts";

// Next loads a module anew for each bundle; a process has one copy all the same. By pool, so that tests have their own.
const holder = globalThis as { musterDeviceTexts?: WeakMap<object, DeviceTexts> };

/** The devices whose id or name holds the text, among all that were ever enrolled. The first call reads them all: 2 s for 600,000. */
export async function findDevicesByText(db: Database, text: string): Promise<Map<number, ShardBits>> {
  holder.musterDeviceTexts ??= new WeakMap();
  const texts = holder.musterDeviceTexts.get(db.$client) ?? new DeviceTexts();
  holder.musterDeviceTexts.set(db.$client, texts);
  await texts.refresh(db.$client);
  return texts.find(text);
}
