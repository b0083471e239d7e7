import { minutesADay, minutesAnHour, msAMinute } from "@/lib/fleet/minute";

/** Figures that were published in 2024. The rest of the scenario is made up, and `scenarioNotes` says so. */
export const published = {
  activeConnectionsBefore: 600_000,
  activeConnectionsAfter: 10_000,
  /** The proof-of-work check against counterfeit GPUs came 26 hours before the attack. */
  proofOfWorkHoursBefore: 26,
  /** "Verified" devices in the later counts of May 2024. */
  verified: 120_000,
  /** The patch and the rewards snapshot fell on this day; its hour was not published, so the scenario puts it here. */
  collapseAt: "2024-04-25T14:00:00Z",
} as const;

export const scenarioId = "io-net-2024";
export const scenarioTitle = "io.net, April 2024";

export const scenes = ["start", "aftermath"] as const;
export type Scene = (typeof scenes)[number];

/** How a fleet is drawn. Tests draw a small one; the same seed draws the same fleet. */
export type FleetScale = { seed: number; devices: number; providers: number };
export const demoScale: FleetScale = { seed: 20_240_425, devices: 600_000, providers: 4_000 };

export const historyMinutes = 3 * minutesADay;
/** The policy takes effect so long after the driver's first heartbeat. */
export const collapseAfterMinutes = 2;
/** At the nearest whole minute, so that the minute before it is the last full one, and the minute itself the first empty one. */
export const collapseTimeFrom = (now: Date): Date =>
  new Date((Math.round(now.getTime() / msAMinute) + collapseAfterMinutes) * msAMinute);
export const aftermathMinutes = 6 * minutesAnHour;

/** One device is one "active GPU connection" here. */
export const readyCount = (scale: FleetScale): number =>
  Math.round((scale.devices * published.activeConnectionsAfter) / published.activeConnectionsBefore);

export const minimumAgent = "1.5.0";
/** What a device runs once its owner has updated it after the collapse. */
export const repairedAgent = "1.5.1";
/** Agent versions before the collapse and their shares. */
export const agentShares: readonly (readonly [version: string, share: number])[] = [
  ["1.2.4", 3],
  ["1.3.0", 7],
  ["1.3.2", 14],
  ["1.4.0", 22],
  ["1.4.1", 26],
  ["1.4.2", 17],
  [minimumAgent, 11],
];
/** Agents before this version send no boot id. */
export const firstAgentWithBoot = "1.4.0";

export type Region = { name: string; share: number; timeZone: string; utcOffsetHours: number; language: string };
export const regions: readonly Region[] = [
  { name: "us-east", share: 18, timeZone: "America/New_York", utcOffsetHours: -5, language: "en" },
  { name: "us-west", share: 14, timeZone: "America/Los_Angeles", utcOffsetHours: -8, language: "en" },
  { name: "us-central", share: 8, timeZone: "America/Chicago", utcOffsetHours: -6, language: "en" },
  { name: "ca-central", share: 4, timeZone: "America/Toronto", utcOffsetHours: -5, language: "en" },
  { name: "eu-west", share: 9, timeZone: "Europe/London", utcOffsetHours: 0, language: "en" },
  { name: "eu-central", share: 12, timeZone: "Europe/Berlin", utcOffsetHours: 1, language: "de" },
  { name: "eu-north", share: 4, timeZone: "Europe/Helsinki", utcOffsetHours: 2, language: "fi" },
  { name: "ap-southeast", share: 11, timeZone: "Asia/Singapore", utcOffsetHours: 8, language: "en" },
  { name: "ap-east", share: 8, timeZone: "Asia/Hong_Kong", utcOffsetHours: 8, language: "zh" },
  { name: "ap-northeast", share: 5, timeZone: "Asia/Tokyo", utcOffsetHours: 9, language: "ja" },
  { name: "ap-south", share: 4, timeZone: "Asia/Kolkata", utcOffsetHours: 5.5, language: "en" },
  { name: "sa-east", share: 3, timeZone: "America/Sao_Paulo", utcOffsetHours: -3, language: "pt" },
];

/** Names as lib/fleet/gpu-model-table.ts has them; what could be bought in April 2024. */
export const homeModels: readonly (readonly [model: string, share: number])[] = [
  ["RTX 4090", 19],
  ["RTX 3090", 12],
  ["RTX 3080", 11],
  ["RTX 3060", 9],
  ["RTX 3070", 8],
  ["RTX 4080", 7],
  ["RTX 4070", 6],
  ["RTX 3060 Ti", 5],
  ["RTX 2080 Ti", 3],
  ["GTX 1080 Ti", 2],
  ["RTX A5000", 2],
  ["RTX A6000", 2],
  ["Apple M1", 1],
  ["Apple M1 Pro", 1],
  ["Apple M1 Max", 1.1],
  ["Apple M2", 1],
  ["Apple M2 Pro", 0.9],
  ["Apple M2 Max", 0.9],
  ["Apple M2 Ultra", 0.3],
  ["Apple M3", 0.4],
  ["Apple M3 Pro", 0.4],
  ["Apple M3 Max", 0.5],
  ["RX 7900 XTX", 0.3],
  ["RX 6900 XT", 0.2],
];
export const datacenterModels: readonly (readonly [model: string, share: number])[] = [
  ["RTX 4090", 22],
  ["A100 80GB", 14],
  ["T4", 12],
  ["RTX 3090", 12],
  ["A100 40GB", 9],
  ["H100", 9],
  ["V100 16GB", 8],
  ["RTX A6000", 7],
  ["A10", 5],
  ["L40S", 4],
  ["L4", 3],
  ["A40", 3],
  ["MI210", 0.2],
  ["MI250X", 0.2],
];
