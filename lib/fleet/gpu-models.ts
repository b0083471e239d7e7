import { type GpuClass, type GpuVendor, gpuModelTable } from "./gpu-model-table";

export type GpuModel = { name: string; vendor: GpuVendor; memoryGib: number | null; class: GpuClass };

export const gpuModels: readonly GpuModel[] = gpuModelTable.flatMap((group) =>
  group.rows.map(([name, memoryGib]) => ({ name, vendor: group.vendor, memoryGib, class: group.class })),
);

/** Words that tell the maker or the series, not the model. */
const makerWords = new Set(
  "nvidia geforce tesla quadro amd ati radeon instinct apple intel corporation inc graphics gpu generation chip edition with".split(
    " ",
  ),
);
/** How the board is built: SXM4, PCIe, HBM3, 32-core. */
const boardWord = /^(sxm\d*|pcie\d*|pci|hgx|dgx|oam|hbm\d*e?|gddr\d*x?|mig|workstation|server|maxq?|\d*cores?)$/;
const memoryWord = /^(\d+)(?:g|gb|gib)$/;

const byKey = new Map<string, GpuModel>();
for (const group of gpuModelTable) {
  for (const [name, memoryGib, ...aliases] of group.rows) {
    const model = { name, vendor: group.vendor, memoryGib, class: group.class };
    for (const alias of [name, ...aliases]) {
      const words = wordsOf(alias);
      for (const key of [words.join(""), words.filter((word) => !makerWords.has(word)).join("")]) {
        if (!byKey.has(key)) byKey.set(key, model);
      }
    }
    // "4090" alone is said of no other card.
    const bare = /^(?:RTX|GTX|RX) (\d{4}.*)$/.exec(name)?.[1];
    if (bare && group.class === "consumer") byKey.set(wordsOf(bare).join(""), model);
  }
}

function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/\((r|tm|c)\)|[®™]/g, " ")
    .replace(/(\d)[\s-]+(gb|gib|cores?)\b/g, "$1$2")
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/**
 * The model that a name means ("NVIDIA GeForce RTX 4090", "rtx4090", "A100-SXM4-80GB", "V100M32"), under the name that Muster uses.
 * A name that the table does not know is kept as it is (trimmed), its vendor guessed, its class unknown.
 */
export function findGpuModel(name: string): GpuModel {
  const words = wordsOf(name);
  const known = keysOf(words).map((key) => byKey.get(key));
  return known.find(Boolean) ?? { name: name.trim(), vendor: guessVendor(words), memoryGib: null, class: "unknown" };
}

/** From the most to the least said: with the memory before without it. */
function keysOf(words: string[]): string[] {
  const named = words.filter((word) => !makerWords.has(word));
  // A name that is glued together: GeForceRTX4090.
  const glued = words.join("").replace(/^(?:nvidia|amd|intel|apple)?(?:geforce|tesla|quadro|radeon|instinct)?/, "");
  const isBoard = (word: string) => boardWord.test(word) && word !== "max";
  const bare = named.filter((word) => !isBoard(word));
  const memory = bare.find((word) => memoryWord.test(word));
  const model = bare.filter((word) => !memoryWord.test(word)).join("");
  const memoryKey = memory ? [`${model}${memoryWord.exec(memory)?.[1]}gb`] : [];
  return [words.join(""), named.join(""), ...memoryKey, model, glued].filter(Boolean);
}

const vendorWords: readonly [GpuVendor, RegExp][] = [
  ["nvidia", /^(nvidia|geforce|tesla|quadro|titan|(rtx|gtx|gt)\d*)/],
  ["amd", /^(amd|ati|radeon|instinct|firepro|mi\d{2,3}[ax]?$|rx\d*$)/],
  ["apple", /^(apple|m\d$)/],
  ["intel", /^(intel|arc|iris|gaudi|xe$)/],
];

function guessVendor(words: string[]): GpuVendor {
  return vendorWords.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0] ?? "other";
}
