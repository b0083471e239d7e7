import { setTimeout as delay } from "node:timers/promises";
import { type BodyForm, contentTypeOf, dateBody, makeBodies } from "./bench-bodies";
import { cpuSecondsOf } from "./child";
import { type HttpClient, openClient } from "./http-client";

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
  /** And before those the whole fleet calls so many times, as timed lines of minutes before this one. */
  warmUpRounds?: number;
  /** Then the fleet calls once more with the same lists, in the next minute where the form carries no times. */
  again?: boolean;
  /** Whose processor time is taken while the clock runs. */
  serverPid?: number;
  /** End after so many seconds even if not all was sent. */
  seconds?: number;
  limit?: number;
};
export type Call = {
  requests: number;
  items: number;
  seconds: number;
  cpuSeconds: number;
  serverCpuSeconds: number;
};
export type ClientResult = Call & { again?: Call };

async function main(input: ClientInput): Promise<ClientResult> {
  const { form, itemsEach, rounds, warmUpBodies = 0, warmUpRequests = 0 } = input;
  const bodies = makeBodies(form, itemsEach, { limit: input.limit });
  const now = Date.now();
  if (input.warmUpRounds) await callBefore(input, now, input.warmUpRounds);
  const client = await openFor(input, form);
  const dated = (body: Buffer, round: number) => {
    if (form === "timed-lines") dateBody(body, new Date(now - round * 60_000));
    return body;
  };
  const warmUp = async (round: number) => {
    let warm = 0;
    const next = () => (warm++ < warmUpRequests ? dated(bodies[warm % warmUpBodies] as Buffer, round) : null);
    if (warmUpBodies > 0) await client.send(next);
  };
  await warmUp(0);
  let sent = warmUpBodies;
  const deadline = performance.now() + (input.seconds ?? 3_600) * 1_000;
  const result: ClientResult = await measure(client, input, () => {
    if (sent >= bodies.length * rounds || performance.now() > deadline) return null;
    const body = bodies[sent % bodies.length] as Buffer;
    return dated(body, Math.floor(sent++ / bodies.length));
  });
  if (input.again) {
    if (form === "timed-lines") for (const body of bodies) dated(body, rounds);
    else await delay(60_000 - (Date.now() % 60_000) + 500);
    // Else it would begin after a minute's idling, with whatever that cost it of the processor's caches.
    await warmUp(rounds);
    const left = bodies.slice(warmUpBodies);
    result.again = await measure(client, input, () => left.pop() ?? null);
  }
  client.close();
  return result;
}

function openFor({ port, token, connections, itemsEach }: ClientInput, form: BodyForm): Promise<HttpClient> {
  return openClient({ port, token, contentType: contentTypeOf(form), connections, itemsEach });
}

async function measure(client: HttpClient, input: ClientInput, next: () => Buffer | null): Promise<Call> {
  const cpu = process.cpuUsage();
  const serverCpu = () => (input.serverPid ? cpuSecondsOf(input.serverPid) : 0);
  const serverCpuBefore = serverCpu();
  const { requests, seconds } = await client.send(next);
  const used = process.cpuUsage(cpu);
  const cpuSeconds = (used.user + used.system) / 1e6;
  const serverCpuSeconds = serverCpu() - serverCpuBefore;
  return { requests, items: requests * input.itemsEach, seconds, cpuSeconds, serverCpuSeconds };
}

async function callBefore(input: ClientInput, now: number, rounds: number): Promise<void> {
  const bodies = makeBodies("timed-lines", 1_000);
  const client = await openFor({ ...input, itemsEach: 1_000 }, "timed-lines");
  for (let round = 1; round <= rounds; round++) {
    for (const body of bodies) dateBody(body, new Date(now - (round + 2) * 60_000));
    const left = [...bodies];
    await client.send(() => left.pop() ?? null);
  }
  client.close();
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}") as ClientInput)));
