import { minutesADay, minutesAnHour } from "@/lib/fleet/minute";
import { chance } from "./chance";
import { type FleetPlan, roles } from "./plan-fleet";
import { regions } from "./scenario";

const purpose = {
  isNight: 50,
  night: 51,
  fall: 52,
  wake: 53,
  outage: 54,
  start: 55,
  length: 56,
  flapping: 57,
  flaps: 58,
};

/** Shares of the devices, made up. */
const nightShare = 0.035;
const flappingShare = 0.001;
const outagesADay = 0.06;

/**
 * Calls `absent(device, fromMinute, toMinute)` (to is exclusive) for every time at which a device's owner, its power or its line
 * keeps it from calling, of the ones that begin on a day (days since the epoch, UTC). They may overlap each other.
 */
export function visitAbsences(
  plan: FleetPlan,
  day: number,
  absent: (device: number, fromMinute: number, toMinute: number) => void,
): void {
  const { seed, devices } = plan.scale;
  const midnight = day * minutesADay;
  // A draw of its own for each day: purposes of different days must not meet.
  const daily = (what: number) => what + 1_000 + (day % 10_000) * 100;
  for (let device = 0; device < devices; device++) {
    // The devices that were ready in time are looked after: they never fall out.
    if (plan.role[device] === roles.ready) continue;
    if (chance(seed, device, daily(purpose.outage)) < outagesADay) {
      const from = midnight + Math.floor(chance(seed, device, daily(purpose.start)) * minutesADay);
      const minutes = 4 - 40 * Math.log(1 - chance(seed, device, daily(purpose.length)));
      absent(device, from, from + Math.min(10 * minutesAnHour, Math.round(minutes)));
    }
    if (chance(seed, device, purpose.isNight) < nightShare && chance(seed, device, daily(purpose.night)) < 0.85) {
      const offset = (regions[plan.region[device] ?? 0]?.utcOffsetHours ?? 0) * minutesAnHour;
      const fall = 30 + 120 * chance(seed, device, daily(purpose.fall));
      const wake = 360 + 150 * chance(seed, device, daily(purpose.wake));
      absent(device, Math.round(midnight - offset + fall), Math.round(midnight - offset + wake));
    }
    if (isFlapping(plan, device)) visitFlaps(seed, device, midnight, daily(purpose.flaps), absent);
  }
}

const isFlapping = (plan: FleetPlan, device: number): boolean =>
  plan.role[device] === roles.ordinary && chance(plan.scale.seed, device, purpose.flapping) < flappingShare;

/** Off for three to nine minutes, on for ten to fifty, all day. */
function visitFlaps(
  seed: number,
  device: number,
  midnight: number,
  what: number,
  absent: (device: number, fromMinute: number, toMinute: number) => void,
): void {
  let minute = midnight;
  for (let flap = 0; minute < midnight + minutesADay; flap++) {
    const from = minute + 10 + Math.floor(40 * chance(seed, device * 131 + flap, what));
    const to = from + 3 + Math.floor(7 * chance(seed, device * 131 + flap, what + 1));
    if (from < midnight + minutesADay) absent(device, from, to);
    minute = to;
  }
}

/** The outage of one whole provider, half a day before the night before the collapse: who and when, in minutes before it. */
export function providerOutage(plan: FleetPlan): { provider: number; fromBefore: number; toBefore: number } {
  // The sixth in size: large enough to be seen in the fleet's own curve.
  return { provider: Math.min(5, plan.providers.length - 1), fromBefore: 1_830, toBefore: 1_685 };
}
