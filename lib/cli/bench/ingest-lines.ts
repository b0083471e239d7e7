import { alternately, compared } from "./alternately";
import { benchFleet } from "./bench-fleet";
import type { Benchmark } from "./benchmark";
import { memoryOf, runScript } from "./child";
import { clearPresence, expectPresence } from "./expect-presence";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";
import type { FloorInput, FloorResult } from "./parse-and-place";

const itemsEach = 1_000;
const runs = 3;
const rounds = 8;
const form = "timed-lines";

export const ingestLines: Benchmark = {
  name: "ingest-lines",
  title: "newline-JSON heartbeats, 1,000 a request, committed before the answer, one gateway process",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const clientCpuShares: number[] = [];
    let peakMb = 0;
    const measureFloor = async () => {
      const floor = await runScript<FloorResult>("lib/cli/bench/parse-and-place.ts", {
        ...{ databaseUrl: url, form, itemsEach, rounds: 6 },
      } satisfies FloorInput);
      return floor.items / floor.seconds;
    };
    const measureGateway = async () => {
      await clearPresence(sql);
      const gateway = await startGatewayProcess(url);
      const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
        ...{ port: gateway.port, token, form, itemsEach, connections: 128, rounds },
        ...{ warmUpBodies: 100, warmUpRequests: 300 },
      } satisfies ClientInput);
      peakMb = Math.max(peakMb, memoryOf(gateway.pid).peakMb);
      await gateway.stop();
      await expectPresence(sql, { devices: benchFleet.devices, bits: benchFleet.devices * rounds });
      clientCpuShares.push(client.cpuSeconds / client.seconds);
      return client.items / client.seconds;
    };
    const rates = await alternately(runs, { floor: measureFloor, gateway: measureGateway });
    const { more, ...figure } = compared(rates.gateway, rates.floor);
    context.report({
      ...{ name: "ingest-lines", unit: "heartbeats/s", ...figure },
      baselineName: "parse and place the same lines in one process, without network and database",
      target: { of: "ratio", atLeast: 0.5 },
      more: { ...more, clientCpuShares: clientCpuShares.map((share) => Number(share.toFixed(2))) },
    });
    context.report({
      ...{ name: "gateway-memory-full-load", value: peakMb, unit: "MB at its most", baseline: null },
      target: { of: "value", atMost: 400 },
      more: { devices: benchFleet.devices },
    });
  },
};
