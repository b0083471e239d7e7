import { minutesADay } from "@/lib/fleet/minute";
import { chance, cumulate, hash, pick } from "./chance";
import { type ProviderPlan, planProviders } from "./plan-providers";
import {
  agentShares,
  datacenterModels,
  type FleetScale,
  homeModels,
  minimumAgent,
  readyCount,
  regions,
} from "./scenario";

/** What a device is in the story; the codes of FleetPlan.role. */
export const roles = { ordinary: 0, ready: 1, counterfeit: 2 } as const;

/** Every device by its index, which is its ordinal too: a demo is seeded into an empty database. */
export type FleetPlan = {
  scale: FleetScale;
  providers: readonly ProviderPlan[];
  models: readonly string[];
  agents: readonly string[];
  provider: Uint16Array;
  region: Uint8Array;
  model: Uint8Array;
  gpuCount: Uint8Array;
  /** Before the collapse. */
  agent: Uint8Array;
  /** roles */
  role: Uint8Array;
  /** Minutes before the collapse at which it was enrolled. */
  enrolledBefore: Int32Array;
};

export const models = [...new Set([...homeModels, ...datacenterModels].map(([model]) => model))];
export const agents = agentShares.map(([version]) => version);

const purpose = { region: 10, model: 11, gpuCount: 12, agent: 13, counterfeit: 14, enrolled: 15, age: 16 } as const;

/** The fleet of a scale: the same for the same seed, so that the driver knows again what the seeding wrote. */
export function planFleet(scale: FleetScale): FleetPlan {
  const { devices } = scale;
  const plan: FleetPlan = {
    scale,
    providers: planProviders(scale),
    models,
    agents,
    provider: new Uint16Array(devices),
    region: new Uint8Array(devices),
    model: new Uint8Array(devices),
    gpuCount: new Uint8Array(devices),
    agent: new Uint8Array(devices),
    role: new Uint8Array(devices),
    enrolledBefore: new Int32Array(devices),
  };
  for (const [index, provider] of plan.providers.entries()) {
    for (let device = provider.firstDevice; device < provider.firstDevice + provider.devices; device++) {
      plan.provider[device] = index;
      planDevice(plan, provider, device);
    }
  }
  chooseReady(plan);
  return plan;
}

const draws = {
  region: cumulate(regions.map((region) => region.share)),
  home: cumulate(homeModels.map(([, share]) => share)),
  datacenter: cumulate(datacenterModels.map(([, share]) => share)),
  agent: cumulate(agentShares.map(([, share]) => share)),
};
const homeCodes = homeModels.map(([model]) => models.indexOf(model));
const datacenterCodes = datacenterModels.map(([model]) => models.indexOf(model));
const counterfeitCodes = ["H100", "A100 80GB", "RTX 4090"].map((model) => models.indexOf(model));
const isApple = models.map((model) => model.startsWith("Apple"));

function planDevice(plan: FleetPlan, provider: ProviderPlan, device: number): void {
  const draw = (what: number) => chance(plan.scale.seed, device, what);
  const isCounterfeit = draw(purpose.counterfeit) < provider.counterfeitShare;
  // Most machines of a provider stand where it is at home.
  plan.region[device] = draw(purpose.region) < 0.86 ? provider.region : pick(draws.region, draw(purpose.region + 100));
  const codes = provider.isDatacenter ? datacenterCodes : homeCodes;
  const model = codes[pick(provider.isDatacenter ? draws.datacenter : draws.home, draw(purpose.model))] ?? 0;
  plan.model[device] = isCounterfeit
    ? (counterfeitCodes[hash(plan.scale.seed, device, purpose.model) % counterfeitCodes.length] ?? model)
    : model;
  plan.gpuCount[device] = isCounterfeit ? 8 : gpuCountOf(provider, model, draw(purpose.gpuCount));
  plan.agent[device] = isCounterfeit ? agents.indexOf("1.4.1") : pick(draws.agent, draw(purpose.agent));
  if (isCounterfeit) plan.role[device] = roles.counterfeit;
  plan.enrolledBefore[device] = enrolledBefore(isCounterfeit, isApple[model] ?? false, draw);
}

function gpuCountOf(provider: ProviderPlan, model: number, draw: number): number {
  if (isApple[model]) return 1;
  const [one, two, four] = provider.isDatacenter ? [0.3, 0.45, 0.7] : [0.8, 0.92, 0.985];
  return draw < one ? 1 : draw < two ? 2 : draw < four ? 4 : 8;
}

/** Six in a hundred joined within the last three days; counterfeit ones from a week before on; Apple silicon since March. */
function enrolledBefore(isCounterfeit: boolean, isAppleModel: boolean, draw: (what: number) => number): number {
  if (isCounterfeit) return Math.round((1.5 + 5.5 * draw(purpose.age)) * minutesADay);
  const oldestDays = isAppleModel ? 48 : 160;
  if (draw(purpose.enrolled) < 0.06) return Math.round(60 + draw(purpose.age) * 3 * minutesADay);
  return Math.round((3 + draw(purpose.age) * (oldestDays - 3)) * minutesADay);
}

/** Whole providers that had updated and re-authenticated in time, until exactly the published number of devices is reached. */
function chooseReady(plan: FleetPlan): void {
  const { seed } = plan.scale;
  const wanted = readyCount(plan.scale);
  // None of the large: the collapse must be felt everywhere. A very small fleet may have no others.
  const isSmall = (devices: number) => devices <= Math.max(20, wanted / 8);
  const byDraw = plan.providers
    .map((provider, index) => ({ provider, draw: hash(seed, index, 17) }))
    .filter(({ provider }) => provider.counterfeitShare === 0)
    .sort((a, b) => Number(isSmall(b.provider.devices)) - Number(isSmall(a.provider.devices)) || a.draw - b.draw);
  const code = agents.indexOf(minimumAgent);
  let chosen = 0;
  for (const { provider } of byDraw) {
    for (let device = provider.firstDevice; device < provider.firstDevice + provider.devices; device++) {
      if (chosen >= wanted) return;
      // One machine in eight was forgotten.
      if (chance(seed, device, 18) < 0.125) continue;
      plan.role[device] = roles.ready;
      plan.agent[device] = code;
      chosen++;
    }
  }
}
