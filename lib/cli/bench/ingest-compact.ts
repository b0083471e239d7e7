import type { Sql } from "@/db/client";
import type { BodyForm } from "./bench-bodies";
import type { BenchContext, Benchmark } from "./benchmark";
import { runScript } from "./child";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";

const itemsEach = 1_000;
const runs = 3;

/** The compact form carries no time, so every run is the fleet's first call of a minute to a gateway that starts anew. */
async function measure(url: string, sql: Sql, form: BodyForm): Promise<number> {
  let items = 0;
  let seconds = 0;
  for (let run = 0; run < runs; run++) {
    const token = await addOperatorToken(sql);
    const gateway = await startGatewayProcess(url);
    const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
      ...{ port: gateway.port, token, form, itemsEach, connections: 256, rounds: 1 },
      ...{ warmUpBodies: 40, warmUpRequests: 1_500 },
    } satisfies ClientInput);
    await gateway.stop();
    items += client.items;
    seconds += client.seconds;
  }
  return items / seconds;
}

export const ingestCompact: Benchmark = {
  name: "ingest-compact",
  title: "the compact form beside newline-JSON, 1,000 a request, committed before the answer",
  async run(context: BenchContext) {
    const { url, sql } = await context.openFleet();
    const baseline = await measure(url, sql, "timed-lines");
    context.report({
      name: "ingest-compact",
      value: await measure(url, sql, "compact"),
      unit: "heartbeats/s",
      baseline,
      baselineName: "the same heartbeats as newline-JSON",
      target: { of: "ratio", atLeast: 3 },
    });
  },
};
