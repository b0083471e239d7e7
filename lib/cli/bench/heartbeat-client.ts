import { type BodyForm, contentTypeOf, dateBody, makeBodies } from "./bench-bodies";
import { sendAll } from "./http-client";

// A process of its own: sends heartbeats of the whole fleet and prints how long it took.

export type ClientInput = {
  port: number;
  token: string;
  form: BodyForm;
  itemsEach: number;
  connections: number;
  /** How many times the fleet calls; each time in a minute of its own where the form carries times. */
  rounds: number;
  /** Bodies of the first devices that are sent before the clock starts, again and again: so many requests. */
  warmUpBodies?: number;
  warmUpRequests?: number;
  /** End after so many seconds even if not all was sent. */
  seconds?: number;
  limit?: number;
};
export type ClientResult = { requests: number; items: number; seconds: number; cpuSeconds: number };

async function main(input: ClientInput): Promise<ClientResult> {
  const { form, itemsEach, rounds, warmUpBodies = 0, warmUpRequests = 0 } = input;
  const bodies = makeBodies(form, itemsEach, { limit: input.limit });
  const { port, token, connections } = input;
  const base = { port, token, contentType: contentTypeOf(form), connections, itemsEach };
  const now = Date.now();
  const dated = (body: Buffer, round: number) => {
    if (form === "timed-lines") dateBody(body, new Date(now - round * 60_000));
    return body;
  };
  if (warmUpBodies > 0) {
    let warm = 0;
    const next = () => (warm++ < warmUpRequests ? dated(bodies[warm % warmUpBodies] as Buffer, 0) : null);
    await sendAll({ ...base, next });
  }
  let sent = warmUpBodies;
  const deadline = performance.now() + (input.seconds ?? 3_600) * 1_000;
  const cpu = process.cpuUsage();
  const next = () => {
    if (sent >= bodies.length * rounds || performance.now() > deadline) return null;
    const body = bodies[sent % bodies.length] as Buffer;
    return dated(body, Math.floor(sent++ / bodies.length));
  };
  const { requests, seconds } = await sendAll({ ...base, next });
  const used = process.cpuUsage(cpu);
  return { requests, items: requests * itemsEach, seconds, cpuSeconds: (used.user + used.system) / 1e6 };
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}") as ClientInput)));
