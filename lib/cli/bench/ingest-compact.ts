import type { Sql } from "@/db/client";
import { alternately, compared } from "./alternately";
import type { BodyForm } from "./bench-bodies";
import { benchFleet } from "./bench-fleet";
import type { BenchContext, Benchmark } from "./benchmark";
import { runScript } from "./child";
import { clearPresence, expectPresence } from "./expect-presence";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { ClientInput, ClientResult } from "./heartbeat-client";

const itemsEach = 1_000;
const runs = 5;

/**
 * The compact form carries no time, so every run is the fleet's first call of a minute to a gateway that starts anew: a quarter of
 * a second, before which the same work on earlier minutes leaves no code of the gateway cold.
 */
async function measure(url: string, sql: Sql, form: BodyForm, cpu: number[]): Promise<number> {
  await clearPresence(sql);
  const token = await addOperatorToken(sql);
  const gateway = await startGatewayProcess(url);
  const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
    ...{ port: gateway.port, token, form, itemsEach, connections: 256, rounds: 1 },
    ...{ warmUpRounds: 2, warmUpBodies: 40, warmUpRequests: 1_500, serverPid: gateway.pid },
  } satisfies ClientInput);
  await gateway.stop();
  await expectPresence(sql, { devices: benchFleet.devices });
  cpu.push(Math.round((client.serverCpuSeconds * 1e9) / client.items));
  return client.items / client.seconds;
}

export const ingestCompact: Benchmark = {
  name: "ingest-compact",
  title: "the compact form and lists beside newline-JSON, 1,000 a request, committed before the answer",
  async run(context: BenchContext) {
    const { url, sql } = await context.openFleet();
    const cpu: Record<string, number[]> = {};
    const of = (form: BodyForm) => {
      const each: number[] = [];
      cpu[form] = each;
      return () => measure(url, sql, form, each);
    };
    const rates = await alternately(runs, {
      timedLines: of("timed-lines"),
      compact: of("compact"),
      lines: of("lines"),
      compactBoots: of("compact-boots"),
      list: of("list"),
    });
    const unit = "heartbeats/s";
    const { more, ...figure } = compared(rates.compact, rates.timedLines);
    context.report({
      ...{ name: "ingest-compact", unit, ...figure },
      more: { ...more, gatewayCpuNanosecondsEach: cpu },
      baselineName: "newline-JSON of the usual shape, with device, agent, boot and at",
      target: { of: "ratio", atLeast: 3 },
    });
    const baselineName = "the same heartbeats, device, agent and boot, as newline-JSON";
    context.report({
      ...{ name: "ingest-compact-boots", unit, ...compared(rates.compactBoots, rates.lines), baselineName },
    });
    context.report({ ...{ name: "ingest-list", unit, ...compared(rates.list, rates.lines), baselineName } });
  },
};
