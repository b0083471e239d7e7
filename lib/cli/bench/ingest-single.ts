import { once } from "node:events";
import { alternately, compared } from "./alternately";
import type { Benchmark } from "./benchmark";
import { runScript, spawnScript } from "./child";
import { clearPresence, expectPresence } from "./expect-presence";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";

const connections = 256;
const seconds = 8;
const runs = 3;
const warmUpBodies = 2_000;

function send(port: number, token: string): Promise<ClientResult> {
  return runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
    ...{ port, token, form: "single", itemsEach: 1, connections, rounds: 1, seconds, limit: 300_000 },
    ...{ warmUpBodies, warmUpRequests: 20_000 },
  } satisfies ClientInput);
}

export const ingestSingle: Benchmark = {
  name: "ingest-single",
  title: "one heartbeat a request over 256 kept-alive connections, committed before the answer",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const measureBare = async () => {
      const bare = spawnScript("lib/cli/bench/bare-server.ts", {});
      const [line] = (await once(bare.stdout ?? bare, "data")) as [Buffer];
      const client = await send((JSON.parse(line.toString()) as { port: number }).port, token);
      bare.kill("SIGTERM");
      await once(bare, "exit");
      return client.requests / client.seconds;
    };
    const measureGateway = async () => {
      await clearPresence(sql);
      const gateway = await startGatewayProcess(url);
      const client = await send(gateway.port, token);
      await gateway.stop();
      await expectPresence(sql, { devices: warmUpBodies + client.requests });
      return client.requests / client.seconds;
    };
    const rates = await alternately(runs, { bare: measureBare, gateway: measureGateway });
    context.report({
      ...{ name: "ingest-single", unit: "requests/s", ...compared(rates.gateway, rates.bare) },
      baselineName: "a bare node:http server that reads the same body and answers 200 to the same client",
      target: { of: "ratio", atLeast: 0.5 },
    });
  },
};
