import { chance, normal } from "./chance";
import { type FleetPlan, roles } from "./plan-fleet";

const purpose = {
  slow: 70,
  reaction: 71,
  reaction2: 72,
  spread: 73,
  within: 74,
  never: 75,
  down: 76,
  off: 77,
  offAt: 78,
};

/** Minutes after the collapse that stand for "never". */
export const never = 2 ** 30;

/** What becomes of every device after the collapse, in minutes since it: made up, the same for the same seed. */
export type Fates = {
  /** Its owner stops it: to update it, or for good. `never` for those that go on calling as they are. */
  stops: Int32Array;
  /** It calls again, updated and with its provider's token. */
  returns: Int32Array;
};

export function planFates(plan: FleetPlan): Fates {
  const { seed, devices } = plan.scale;
  const fates: Fates = { stops: new Int32Array(devices).fill(never), returns: new Int32Array(devices).fill(never) };
  for (const [index, provider] of plan.providers.entries()) {
    const reaction = providerReaction(seed, index);
    // Who has many machines needs longer to go round, and does it by script.
    const round = 3 + 22 * chance(seed, index, purpose.spread) * Math.min(1, Math.log10(1 + provider.devices) / 3);
    for (let device = provider.firstDevice; device < provider.firstDevice + provider.devices; device++) {
      if (plan.role[device] !== roles.ordinary) continue;
      const draw = (what: number) => chance(seed, device, what);
      if (draw(purpose.never) < 0.09 || reaction === never) {
        // Not updated; one in five of these is switched off in the first hours.
        if (draw(purpose.off) < 0.2) fates.stops[device] = Math.round(5 + 235 * draw(purpose.offAt));
        continue;
      }
      const stops = Math.round(reaction + round * draw(purpose.within));
      fates.stops[device] = stops;
      fates.returns[device] = stops + 2 + Math.floor(5 * draw(purpose.down));
    }
  }
  return fates;
}

/** Minutes until a provider's people begin to restart their machines: most within the hour, a third much later, some never. */
function providerReaction(seed: number, provider: number): number {
  const kind = chance(seed, provider, purpose.slow);
  const draw = normal(chance(seed, provider, purpose.reaction), chance(seed, provider, purpose.reaction2));
  if (kind < 0.1) return never;
  if (kind < 0.34) return Math.round(100 + 300 * Math.exp(0.8 * draw));
  return Math.round(3 + 19 * Math.exp(0.75 * draw));
}
