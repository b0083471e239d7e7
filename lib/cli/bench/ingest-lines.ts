import type { Benchmark } from "./benchmark";
import { runScript } from "./child";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";
import type { FloorInput, FloorResult } from "./parse-and-place";

const itemsEach = 1_000;

export const ingestLines: Benchmark = {
  name: "ingest-lines",
  title: "newline-JSON heartbeats, 1,000 a request, committed before the answer, one gateway process",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const form = "timed-lines";
    const measureFloor = async () => {
      const floor = await runScript<FloorResult>("lib/cli/bench/parse-and-place.ts", {
        ...{ databaseUrl: url, form, itemsEach, rounds: 6 },
      } satisfies FloorInput);
      return floor.items / floor.seconds;
    };
    const before = await measureFloor();
    const gateway = await startGatewayProcess(url);
    const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
      ...{ port: gateway.port, token, form, itemsEach, connections: 128, rounds: 8 },
      ...{ warmUpBodies: 100, warmUpRequests: 300 },
    } satisfies ClientInput);
    await gateway.stop();
    // Others may share the machine: the floor before and after, the mean of both.
    const baseline = (before + (await measureFloor())) / 2;
    context.report({
      name: "ingest-lines",
      value: client.items / client.seconds,
      unit: "heartbeats/s",
      baseline,
      baselineName: "parse and place the same lines in one process, without network and database",
      target: { of: "ratio", atLeast: 0.5 },
      more: { items: client.items, clientCpuShare: client.cpuSeconds / client.seconds },
    });
  },
};
