import { benchBoot, benchDeviceId, benchFleet } from "./bench-fleet";

export type BodyForm = "lines" | "timed-lines" | "compact" | "single";

/** Devices in an order that no cache likes, the same in every process. */
function shuffledDevices(): Uint32Array {
  const order = Uint32Array.from({ length: benchFleet.devices }, (_, i) => i);
  let state = 12_345;
  for (let i = order.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    const swapped = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swapped;
  }
  return order;
}

/** Bodies that together name every device once, `itemsEach` to a body. */
export function makeBodies(form: BodyForm, itemsEach: number, limit: number = benchFleet.devices): Buffer[] {
  const order = shuffledDevices();
  const bodies: Buffer[] = [];
  for (let i = 0; i < limit; i += itemsEach) {
    bodies.push(Buffer.from(bodyOf(form, order.subarray(i, Math.min(limit, i + itemsEach)))));
  }
  return bodies;
}

const at = "2026-01-01T00:00:00Z";

function bodyOf(form: BodyForm, devices: Uint32Array): string {
  if (form === "compact") return JSON.stringify({ agent: benchFleet.agent, devices: [...devices].map(benchDeviceId) });
  const lines = [...devices].map((i) => {
    const heartbeat = { device: benchDeviceId(i), agent: benchFleet.agent, boot: benchBoot(i) };
    return JSON.stringify(form === "timed-lines" ? { ...heartbeat, at } : heartbeat);
  });
  return form === "single" ? lines.join("") : `${lines.join("\n")}\n`;
}

/** Writes another time into every line of a body of timed lines, in place. */
export function dateBody(body: Buffer, time: Date): void {
  const text = Buffer.from(time.toISOString().replace(/\.\d+Z$/, "Z"));
  for (let i = body.indexOf('"at":"'); i >= 0; i = body.indexOf('"at":"', i + 26)) text.copy(body, i + 6);
}
