import { chance, cumulate, pick } from "./chance";
import { providerName } from "./provider-names";
import { type FleetScale, regions } from "./scenario";

export type ProviderPlan = {
  name: string;
  slug: string;
  /** Index in `regions`. */
  region: number;
  isDatacenter: boolean;
  /** Its devices are firstDevice to firstDevice + devices - 1. */
  firstDevice: number;
  devices: number;
  counterfeitShare: number;
};

const purpose = { region: 1, datacenter: 2, counterfeit: 3, shuffle: 4 } as const;
const regionDraw = cumulate(regions.map((region) => region.share));

/** Providers of very uneven size (Zipf's law, flattened at the top): the largest has a few devices in a hundred, most have some tens. */
export function planProviders(scale: FleetScale): ProviderPlan[] {
  const { seed } = scale;
  const sizes = providerSizes(scale);
  const draw = (index: number, what: number) => chance(seed, index, what);
  // The counterfeit devices stand at middling providers: one in forty has some, one of them almost nothing else.
  const suspect = Math.round(scale.providers / 40);
  let firstDevice = 0;
  return sizes.map((devices, rank) => {
    const isLarge = rank < scale.providers / 40;
    const provider: ProviderPlan = {
      ...providerName(seed, rank),
      region: pick(regionDraw, draw(rank, purpose.region)),
      isDatacenter: draw(rank, purpose.datacenter) < (isLarge ? 0.6 : 0.08),
      firstDevice,
      devices,
      counterfeitShare: rank === suspect ? 0.92 : rank > 3 && draw(rank, purpose.counterfeit) < 0.025 ? 0.06 : 0,
    };
    firstDevice += devices;
    return provider;
  });
}

function providerSizes({ devices, providers }: FleetScale): number[] {
  const weights = Array.from({ length: providers }, (_, rank) => 1 / (rank + 4) ** 0.95);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // One for each, the rest in proportion; what rounding leaves over goes to the first.
  const spare = devices - providers;
  const sizes = weights.map((weight) => 1 + Math.floor((weight / sum) * spare));
  const left = devices - sizes.reduce((total, size) => total + size, 0);
  return sizes.map((size, rank) => size + (rank < left ? 1 : 0));
}
