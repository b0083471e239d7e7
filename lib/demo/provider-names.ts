import { hash } from "./chance";

const first =
  "Amber Aspen Basalt Birch Borealis Brass Cedar Chalk Cinder Cobalt Copper Coral Crescent Delta Drift Dune Ebony Ember Falcon Fathom Fern Flint Garnet Glacier Granite Harbor Hazel Heron Indigo Ivory Jasper Juniper Kestrel Lagoon Larch Lichen Linden Lumen Maple Meadow Mesa Midnight Mistral Moss Nimbus Northern Obsidian Onyx Opal Orchid Osprey Pebble Pine Prairie Quartz Raven Ridge Russet Saffron Sierra Silver Slate Sparrow Summit Tamarack Tidal Umber Verdant Willow Zephyr".split(
    " ",
  );
const second =
  "Arrays Boards Cards Cluster Colocation Compute Cores Cycles Data Farm Fleet Foundry Frames Garage Gear Grid Hall Hashworks Hosting House Kernels Labs Lanes Looms Machines Matrix Mesh Mills Nodes Pipelines Pixels Pool Racks Render Rigs Room Servers Shaders Shed Silicon Stack Station Studio Systems Tensor Tensors Threads Tower Turbine Vault Vectors Volts Warehouse Watts Works Workshop Yard Zone".split(
    " ",
  );

export type ProviderName = { name: string; slug: string };

/** Made-up names, each once: a likeness to a real company is chance. After all pairs of words, a number follows. */
export function providerName(seed: number, index: number): ProviderName {
  const pairs = first.length * second.length;
  // Stepping by a number that has no divisor in common with the pairs visits each pair once.
  const step = coprimeNear(pairs, 1_000 + (hash(seed, 0, 900) % 1_000));
  const pair = (index * step) % pairs;
  const round = Math.floor(index / pairs);
  const words = [first[pair % first.length], second[Math.floor(pair / first.length)]];
  if (round > 0) words.push(String(round + 1));
  const name = words.join(" ");
  return { name, slug: name.toLowerCase().replaceAll(" ", "-") };
}

function coprimeNear(modulus: number, start: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let candidate = start;
  while (divisor(modulus, candidate) !== 1) candidate++;
  return candidate;
}
