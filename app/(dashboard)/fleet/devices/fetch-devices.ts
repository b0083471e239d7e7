import type { DevicePage } from "@/lib/fleet/devices/list-devices";

/** The page behind a cursor, of the list that the address names. */
export async function fetchDevices(params: URLSearchParams, cursor: string): Promise<DevicePage> {
  const asked = new URLSearchParams(params);
  asked.set("cursor", cursor);
  const response = await fetch(`/fleet/devices/rows?${asked}`);
  if (!response.ok) throw new Error(`devices: ${response.status}`);
  // Written by the route beside this file.
  return (await response.json()) as DevicePage;
}
