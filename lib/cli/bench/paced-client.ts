import { setTimeout as delay } from "node:timers/promises";
import { makeBodies } from "./bench-bodies";
import { benchFleet } from "./bench-fleet";
import { sendAll } from "./http-client";

// A process of its own: the whole fleet calls every 30 seconds, evenly spread, in batches, for so many seconds.

export type PacedInput = {
  port: number;
  token: string;
  itemsEach: number;
  seconds: number;
  /** So many devices run this agent instead of the fleet's; a policy may turn some away. */
  newest?: { agent: string; devices: number };
  /** Devices of the whole fleet in each batch. */
  isMixed?: boolean;
};

async function main(input: PacedInput): Promise<{ requests: number }> {
  const { port, token, itemsEach, newest, isMixed } = input;
  const bodies = makeBodies("lines", itemsEach, { newest, isMixed });
  const gapMs = 30_000 / bodies.length;
  const startedAt = performance.now();
  const open: Promise<unknown>[] = [];
  let requests = 0;
  while (performance.now() - startedAt < input.seconds * 1_000) {
    const due = Math.floor((performance.now() - startedAt) / gapMs);
    for (; requests < due; requests++) {
      const body = bodies[requests % bodies.length] as Buffer;
      let isSent = false;
      const next = () => {
        if (isSent) return null;
        isSent = true;
        return body;
      };
      const contentType = "application/x-ndjson";
      const mayBeTurnedAway = newest !== undefined;
      open.push(sendAll({ port, token, contentType, connections: 1, next, itemsEach, mayBeTurnedAway }));
    }
    await delay(Math.max(1, gapMs / 2));
  }
  await Promise.all(open);
  if (requests * itemsEach < (benchFleet.devices * input.seconds) / 31) throw new Error("the client fell behind");
  return { requests };
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}") as PacedInput)));
