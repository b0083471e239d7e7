import type { CallLanes } from "./call-lanes";
import { hash } from "./chance";
import { callsAs } from "./device-facts";
import { type Fates, never } from "./fates";
import { type FleetPlan, roles } from "./plan-fleet";
import { repairedAgent } from "./scenario";

/** Those whose return fell into a time in which the demo stood still come back spread over so many minutes. */
const catchUpMinutes = 10;

/**
 * What the owners do about machines that are turned away: stop them, update them, start them again. They act at the minutes that
 * `fates` gives, counted from the collapse, and only on machines that have really been turned away.
 */
export class Owners {
  /** By device: switched off by its owner. */
  readonly stopped: Uint8Array;
  readonly upgraded: Uint8Array;
  readonly #turnedAway: Uint8Array;
  readonly #stops = new Map<number, number[]>();
  readonly #returns = new Map<number, number[]>();

  constructor(
    readonly plan: FleetPlan,
    readonly fates: Fates,
    readonly lanes: CallLanes,
  ) {
    this.stopped = new Uint8Array(plan.scale.devices);
    this.upgraded = new Uint8Array(plan.scale.devices);
    this.#turnedAway = new Uint8Array(plan.scale.devices);
  }

  /** Takes the fleet over as it stands at `minute`: `upgraded` are the devices that the records show updated already. */
  begin(upgraded: Iterable<number>, collapseMinute: number | null, minute: number): void {
    for (const device of upgraded) this.upgraded[device] = 1;
    for (let device = 0; device < this.plan.scale.devices; device++) {
      const { agent, tokenKind } = callsAs(this.plan, this.fates, device, -1);
      const isUpgraded = this.upgraded[device] === 1;
      this.lanes.assign(device, isUpgraded ? repairedAgent : agent, !isUpgraded && tokenKind === "legacy");
    }
    this.schedule(collapseMinute, minute);
  }

  /** Plans the acts of all owners anew, but for those who are at it; null: there is no collapse (the policy was withdrawn). */
  schedule(collapseMinute: number | null, minute: number): void {
    this.#stops.clear();
    if (collapseMinute === null) return;
    for (let device = 0; device < this.plan.scale.devices; device++) {
      const stops = this.fates.stops[device] as number;
      if (stops === never || this.plan.role[device] !== roles.ordinary) continue;
      if (this.upgraded[device] || this.stopped[device]) continue;
      const elapsed = minute - collapseMinute;
      if (stops > elapsed) {
        put(this.#stops, collapseMinute + stops, device);
        continue;
      }
      this.stopped[device] = 1;
      const returns = this.fates.returns[device] as number;
      if (returns === never) continue;
      const late = hash(this.plan.scale.seed, device, 110) % catchUpMinutes;
      put(this.#returns, returns > elapsed ? collapseMinute + returns : minute + 1 + late, device);
    }
  }

  /** An answer said so: from now on its owner has a reason to act. */
  turnedAway(device: number): void {
    this.#turnedAway[device] = 1;
  }

  /** An answer said that it is retired: it stops calling. */
  retired(device: number): void {
    this.stopped[device] = 1;
  }

  /** The acts of one minute; calls `changed` with every device that stops or starts. */
  advance(minute: number, changed: (device: number) => void): void {
    for (const device of take(this.#stops, minute)) {
      if (!this.#turnedAway[device]) {
        put(this.#stops, minute + 1, device);
        continue;
      }
      this.stopped[device] = 1;
      const down = (this.fates.returns[device] as number) - (this.fates.stops[device] as number);
      if (this.fates.returns[device] !== never) put(this.#returns, minute + down, device);
      changed(device);
    }
    for (const device of take(this.#returns, minute)) {
      this.stopped[device] = 0;
      this.upgraded[device] = 1;
      this.lanes.assign(device, repairedAgent, false);
      this.lanes.sendBoot(device);
      changed(device);
    }
  }
}

function put(map: Map<number, number[]>, minute: number, device: number): void {
  const list = map.get(minute);
  if (list) list.push(device);
  else map.set(minute, [device]);
}

function take(map: Map<number, number[]>, minute: number): number[] {
  const list = map.get(minute) ?? [];
  map.delete(minute);
  return list;
}
