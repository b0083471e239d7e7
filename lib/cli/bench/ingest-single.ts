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
const warmUpRequests = 20_000;

function send(port: number, token: string, serverPid: number): Promise<ClientResult> {
  return runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
    ...{ port, token, serverPid, form: "single", itemsEach: 1, connections, rounds: 1, seconds, limit: 300_000 },
    ...{ warmUpBodies, warmUpRequests },
  } satisfies ClientInput);
}

type CpuARequest = { server: number; client: number };

/** What a request took of the processors, in microseconds. */
function cpuOf({ requests, serverCpuSeconds, cpuSeconds }: ClientResult): CpuARequest {
  const each = (seconds: number) => Math.round((seconds * 1e6) / requests);
  return { server: each(serverCpuSeconds), client: each(cpuSeconds) };
}

export const ingestSingle: Benchmark = {
  name: "ingest-single",
  title: "one heartbeat a request over 256 kept-alive connections, committed before the answer",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const cpu: Record<"bare" | "gateway", CpuARequest[]> = { bare: [], gateway: [] };
    const measureBare = async () => {
      const bare = spawnScript("lib/cli/bench/bare-server.ts", {});
      const [line] = (await once(bare.stdout ?? bare, "data")) as [Buffer];
      const { port } = JSON.parse(line.toString()) as { port: number };
      const client = await send(port, token, bare.pid ?? 0);
      cpu.bare.push(cpuOf(client));
      bare.kill("SIGTERM");
      await once(bare, "exit");
      return client.requests / client.seconds;
    };
    const measureGateway = async () => {
      await clearPresence(sql);
      const gateway = await startGatewayProcess(url);
      const client = await send(gateway.port, token, gateway.pid);
      cpu.gateway.push(cpuOf(client));
      await gateway.stop();
      await expectPresence(sql, { devices: warmUpBodies + client.requests });
      return client.requests / client.seconds;
    };
    const rates = await alternately(runs, { bare: measureBare, gateway: measureGateway });
    const { more, ...figure } = compared(rates.gateway, rates.bare);
    context.report({
      ...{ name: "ingest-single", unit: "requests/s", ...figure },
      more: { ...more, cpuMicrosecondsARequest: cpu },
      baselineName: "a bare node:http server that reads the same body and answers 200 to the same client",
      target: { of: "ratio", atLeast: 0.5 },
    });
  },
};
