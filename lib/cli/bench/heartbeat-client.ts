import { type BodyForm, contentTypeOf, dateBody, makeBodies } from "./bench-bodies";
import { cpuSecondsOf } from "./child";
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
  /** And before those the whole fleet calls so many times, as timed lines of minutes before this one. */
  warmUpRounds?: number;
  /** Whose processor time is taken while the clock runs. */
  serverPid?: number;
  /** End after so many seconds even if not all was sent. */
  seconds?: number;
  limit?: number;
};
export type ClientResult = {
  requests: number;
  items: number;
  seconds: number;
  cpuSeconds: number;
  serverCpuSeconds: number;
};

async function main(input: ClientInput): Promise<ClientResult> {
  const { form, itemsEach, rounds, warmUpBodies = 0, warmUpRequests = 0 } = input;
  const bodies = makeBodies(form, itemsEach, { limit: input.limit });
  const { port, token, connections } = input;
  const base = { port, token, contentType: contentTypeOf(form), connections, itemsEach };
  const now = Date.now();
  if (input.warmUpRounds) await callBefore(input, now, input.warmUpRounds);
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
  const serverCpu = () => (input.serverPid ? cpuSecondsOf(input.serverPid) : 0);
  const serverCpuBefore = serverCpu();
  const next = () => {
    if (sent >= bodies.length * rounds || performance.now() > deadline) return null;
    const body = bodies[sent % bodies.length] as Buffer;
    return dated(body, Math.floor(sent++ / bodies.length));
  };
  const { requests, seconds } = await sendAll({ ...base, next });
  const used = process.cpuUsage(cpu);
  const cpuSeconds = (used.user + used.system) / 1e6;
  const serverCpuSeconds = serverCpu() - serverCpuBefore;
  return { requests, items: requests * itemsEach, seconds, cpuSeconds, serverCpuSeconds };
}

async function callBefore({ port, token, connections }: ClientInput, now: number, rounds: number): Promise<void> {
  const [form, itemsEach] = ["timed-lines", 1_000] as const;
  const bodies = makeBodies(form, itemsEach);
  for (let round = 1; round <= rounds; round++) {
    for (const body of bodies) dateBody(body, new Date(now - round * 60_000));
    const left = [...bodies];
    const next = () => left.pop() ?? null;
    await sendAll({ port, token, contentType: contentTypeOf(form), connections, itemsEach, next });
  }
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}") as ClientInput)));
