import type { Sql } from "@/db/client";
import { median } from "@/lib/detect/robust-statistics";
import { alternately, compared, type Measured } from "./alternately";
import type { BodyForm } from "./bench-bodies";
import { benchFleet } from "./bench-fleet";
import type { BenchContext, Benchmark } from "./benchmark";
import { runScript } from "./child";
import { clearPresence, expectPresence } from "./expect-presence";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { Call, ClientInput, ClientResult } from "./heartbeat-client";

const runs = 3;

type BodySize = {
  /** Heartbeats a request. */
  itemsEach: number;
  /** Of the fleet's bodies, those that are sent again and again before the clock starts: 40,000 devices. */
  warmUpBodies: number;
  warmUpRequests: number;
};
const usual: BodySize = { itemsEach: 1_000, warmUpBodies: 40, warmUpRequests: 1_500 };
/** A provider's or a cluster's whole list in one body, which is what the compact form is for. */
const long: BodySize = { itemsEach: 10_000, warmUpBodies: 4, warmUpRequests: 150 };

type Rate = { rates: number[]; cpu: number[] };
/** Of one form: the fleet's first call to a gateway that starts anew, and its next one with the same lists. */
type Rates = { first: Rate; again: Rate };

/**
 * A call of the whole fleet takes a quarter of a second, before which the same work on earlier minutes leaves no code of the
 * gateway cold. The compact form carries no time, so its second call waits for the next minute.
 */
async function measure(
  { url, sql }: { url: string; sql: Sql },
  { form, again = false, size = usual }: { form: BodyForm; again?: boolean; size?: BodySize },
  rates: Rates,
): Promise<number> {
  await clearPresence(sql);
  const token = await addOperatorToken(sql);
  const gateway = await startGatewayProcess(url);
  const client = await runScript<ClientResult>("lib/cli/bench/heartbeat-client.ts", {
    ...{ port: gateway.port, token, form, ...size, connections: 256, rounds: 1, again },
    ...{ warmUpRounds: 2, serverPid: gateway.pid },
  } satisfies ClientInput);
  await gateway.stop();
  await expectPresence(sql, { devices: benchFleet.devices });
  note(rates.first, client);
  if (client.again) note(rates.again, client.again);
  return client.items / client.seconds;
}

function note({ rates, cpu }: Rate, { items, seconds, serverCpuSeconds }: Call): void {
  rates.push(Math.round(items / seconds));
  cpu.push(Math.round((serverCpuSeconds * 1e9) / items));
}

const noRates = (): Rates => ({ first: { rates: [], cpu: [] }, again: { rates: [], cpu: [] } });
const measured = (runs: number[]): Measured => ({ median: median(runs), runs });

export const ingestCompact: Benchmark = {
  name: "ingest-compact",
  title: "the compact form and lists beside newline-JSON, 1,000 and 10,000 a request, committed before the answer",
  async run(context: BenchContext) {
    const fleet = await context.openFleet();
    const all = {
      timedLines: noRates(),
      compact: noRates(),
      lines: noRates(),
      compactBoots: noRates(),
      list: noRates(),
      longTimedLines: noRates(),
      longCompact: noRates(),
    };
    const rates = await alternately(runs, {
      timedLines: () => measure(fleet, { form: "timed-lines", again: true }, all.timedLines),
      compact: () => measure(fleet, { form: "compact", again: true }, all.compact),
      longTimedLines: () => measure(fleet, { form: "timed-lines", again: true, size: long }, all.longTimedLines),
      longCompact: () => measure(fleet, { form: "compact", again: true, size: long }, all.longCompact),
      lines: () => measure(fleet, { form: "lines" }, all.lines),
      compactBoots: () => measure(fleet, { form: "compact-boots" }, all.compactBoots),
      list: () => measure(fleet, { form: "list" }, all.list),
    });
    const unit = "heartbeats/s";
    const sizes = [
      { name: "ingest-compact", each: "1,000", compact: all.compact, lines: all.timedLines },
      { name: "ingest-compact-long", each: "10,000", compact: all.longCompact, lines: all.longTimedLines },
    ];
    for (const { compact, lines, each, ...size } of sizes) {
      for (const call of ["again", "first"] as const) {
        const name = call === "again" ? size.name : `${size.name}-first`;
        const target = call === "again" ? ({ of: "ratio", atLeast: 3 } as const) : undefined;
        const { more, ...figure } = compared(measured(compact[call].rates), measured(lines[call].rates));
        context.report({
          ...{ name, unit, ...figure, more },
          baselineName: `newline-JSON of the usual shape, with device, agent, boot and at, ${each} a request`,
          ...(target ? { target } : {}),
        });
        // What the load generator cannot spoil: the gateway's own processor time.
        const cpu = compared(measured(lines[call].cpu), measured(compact[call].cpu));
        context.report({
          ...{ name: `${name}-cpu`, unit: "ns of the gateway's processor a newline-JSON heartbeat", ...cpu },
          baselineName: `a heartbeat in the compact form, ${each} a request`,
          ...(target ? { target } : {}),
        });
      }
    }
    const baselineName = "the same heartbeats, device, agent and boot, as newline-JSON";
    context.report({
      ...{ name: "ingest-compact-boots", unit, ...compared(rates.compactBoots, rates.lines), baselineName },
    });
    context.report({ ...{ name: "ingest-list", unit, ...compared(rates.list, rates.lines), baselineName } });
  },
};
