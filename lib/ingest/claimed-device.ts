import { limits } from "./limits";

/** The id that an invalid item names, so that its sender can find it; cut to the length of an id. */
export function claimedDevice(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("device" in value)) return null;
  return typeof value.device === "string" ? value.device.slice(0, limits.idCharacters) : null;
}
