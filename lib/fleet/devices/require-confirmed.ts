import { AppError } from "@/lib/app-error";

/** A number that moved by less than this between reading and typing is still the number that was read. */
const tolerance = (count: number) => Math.max(10, Math.ceil(count / 100));

/**
 * Whoever acts on many devices names their number, which must be about what it is now: within 10 or 1 %.
 * Throws AppError confirmation_needed, count_changed, both with the number as `devices`.
 */
export function requireConfirmed(confirmed: number | undefined, devices: number): void {
  const words = devices.toLocaleString("en");
  if (confirmed === undefined) {
    throw new AppError("unprocessable", "confirmation_needed", `Type ${words}, the number of devices, to go on.`, {
      devices,
    });
  }
  if (Math.abs(confirmed - devices) <= tolerance(devices)) return;
  throw new AppError("conflict", "count_changed", `It is ${words} devices now: read it again, then type that number.`, {
    devices,
  });
}
