import { benchBoot, benchDeviceId, benchFleet } from "./bench-fleet";

export type BodyForm = "lines" | "timed-lines" | "compact" | "compact-boots" | "list" | "single";

const jsonForms: readonly BodyForm[] = ["compact", "compact-boots", "list", "single"];
export const contentTypeOf = (form: BodyForm): string =>
  jsonForms.includes(form) ? "application/json" : "application/x-ndjson";

/** The same numbers in every process. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

function shuffle<T>(list: T[], random: (below: number) => number): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random(i + 1);
    // Both are inside the list.
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}

/**
 * Each device once, cut into batches. A batch comes from the collector of one provider, whose devices were enrolled one after
 * another: neighbours, in no order; the batches themselves follow each other at random.
 */
function batchesOf(itemsEach: number, limit: number, isMixed: boolean): number[][] {
  const random = randomFrom(12_345);
  const fleet = Array.from({ length: limit }, (_, i) => i);
  if (isMixed) shuffle(fleet, random);
  const batches: number[][] = [];
  for (let from = 0; from < limit; from += itemsEach) {
    batches.push(shuffle(fleet.slice(from, from + itemsEach), random));
  }
  return shuffle(batches, random);
}

type BodyOptions = {
  limit?: number | undefined;
  newest?: { agent: string; devices: number } | undefined;
  /** Devices of the whole fleet in each body, as when they call one by one: every group touches every shard. */
  isMixed?: boolean | undefined;
};

/**
 * Bodies that together name every device once (the first `limit`), `itemsEach` to a body; the `newest` among them run
 * another agent than the rest.
 */
export function makeBodies(form: BodyForm, itemsEach: number, options: BodyOptions = {}): Buffer[] {
  const { limit = benchFleet.devices, newest, isMixed = false } = options;
  const agentOf = (device: number) => (newest && device < newest.devices ? newest.agent : benchFleet.agent);
  return batchesOf(itemsEach, limit, isMixed).map((devices) => Buffer.from(bodyOf(form, devices, agentOf)));
}

const at = "2026-01-01T00:00:00Z";

function bodyOf(form: BodyForm, devices: number[], agentOf: (device: number) => string): string {
  if (form === "compact" || form === "compact-boots") {
    const boots = form === "compact" ? undefined : devices.map(benchBoot);
    return JSON.stringify({ agent: benchFleet.agent, devices: devices.map(benchDeviceId), boots });
  }
  const lines = devices.map((i) => {
    const heartbeat = { device: benchDeviceId(i), agent: agentOf(i), boot: benchBoot(i) };
    return JSON.stringify(form === "timed-lines" ? { ...heartbeat, at } : heartbeat);
  });
  if (form === "list") return `{"heartbeats":[${lines.join(",")}]}`;
  return form === "single" ? lines.join("") : `${lines.join("\n")}\n`;
}

/** Writes another time into every line of a body of timed lines, in place. */
export function dateBody(body: Buffer, time: Date): void {
  const text = Buffer.from(time.toISOString().replace(/\.\d+Z$/, "Z"));
  for (let i = body.indexOf('"at":"'); i >= 0; i = body.indexOf('"at":"', i + 26)) text.copy(body, i + 6);
}
