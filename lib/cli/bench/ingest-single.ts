import { once } from "node:events";
import type { Benchmark } from "./benchmark";
import { runScript, spawnScript } from "./child";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";

const connections = 256;
const seconds = 10;

async function measure(port: number, token: string): Promise<number> {
  const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
    ...{ port, token, form: "single", itemsEach: 1, connections, rounds: 1, seconds, limit: 300_000 },
    ...{ warmUpBodies: 2_000, warmUpRequests: 20_000 },
  } satisfies ClientInput);
  return client.requests / client.seconds;
}

export const ingestSingle: Benchmark = {
  name: "ingest-single",
  title: "one heartbeat a request over 256 kept-alive connections, committed before the answer",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const bare = spawnScript("lib/cli/bench/bare-server.ts", {});
    const [line] = (await once(bare.stdout ?? bare, "data")) as [Buffer];
    const bareRate = await measure((JSON.parse(line.toString()) as { port: number }).port, token);
    bare.kill("SIGTERM");
    const gateway = await startGatewayProcess(url);
    const rate = await measure(gateway.port, token);
    await gateway.stop();
    context.report({
      name: "ingest-single",
      value: rate,
      unit: "requests/s",
      baseline: bareRate,
      baselineName: "a bare node:http server that reads the same body and answers 200 to the same client",
      target: { of: "ratio", atLeast: 0.5 },
    });
  },
};
