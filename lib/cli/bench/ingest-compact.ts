import type { Sql } from "@/db/client";
import { alternately } from "./alternately";
import type { BodyForm } from "./bench-bodies";
import { benchFleet } from "./bench-fleet";
import type { BenchContext, Benchmark } from "./benchmark";
import { runScript } from "./child";
import { clearPresence, expectPresence } from "./expect-presence";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";

const itemsEach = 1_000;
const runs = 5;

/** The compact form carries no time, so every run is the fleet's first call of a minute to a gateway that starts anew. */
async function measure(url: string, sql: Sql, form: BodyForm): Promise<number> {
  await clearPresence(sql);
  const token = await addOperatorToken(sql);
  const gateway = await startGatewayProcess(url);
  const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
    ...{ port: gateway.port, token, form, itemsEach, connections: 256, rounds: 1 },
    ...{ warmUpBodies: 40, warmUpRequests: 1_500 },
  } satisfies ClientInput);
  await gateway.stop();
  await expectPresence(sql, { devices: benchFleet.devices });
  return client.items / client.seconds;
}

async function compare(context: BenchContext, form: BodyForm, baselineForm: BodyForm, baselineName: string) {
  const { url, sql } = await context.openFleet();
  const figure = await alternately(runs, {
    value: () => measure(url, sql, form),
    baseline: () => measure(url, sql, baselineForm),
  });
  return { ...figure, unit: "heartbeats/s", baselineName };
}

export const ingestCompact: Benchmark = {
  name: "ingest-compact",
  title: "the compact form and lists beside newline-JSON, 1,000 a request, committed before the answer",
  async run(context: BenchContext) {
    context.report({
      name: "ingest-compact",
      ...(await compare(context, "compact", "timed-lines", "the same heartbeats as newline-JSON")),
      target: { of: "ratio", atLeast: 3 },
    });
    context.report({
      name: "ingest-compact-boots",
      ...(await compare(context, "compact-boots", "list", 'the same heartbeats as {"heartbeats":[…]}')),
    });
  },
};
