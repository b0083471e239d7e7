import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { minuteOf } from "@/lib/fleet/minute";
import { sendNotice } from "@/lib/notify/send-notice";
import { benchFleet } from "./bench-fleet";
import type { Benchmark } from "./benchmark";
import { memoryOf, runScript } from "./child";
import { openFleetPage } from "./fleet-page";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { PacedInput } from "./paced-client";
import { startWebProcess, startWorkerProcess } from "./web-process";

const ready = 10_000;
const newAgent = "1.5.0";
/** Two intervals after its start a gateway's slots are judged, by those of a minute before. */
const warmUpSeconds = 120;
/** Until the roll call of the collapse, and what follows from it, is done. */
const afterSeconds = 100;
const slotsSeconds = 15;
const author = "benchmark";

export const collapse: Benchmark = {
  name: "collapse",
  title: "600,000 devices that call twice a minute become 10,000 by a policy, until the finding stands in a browser",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const web = await startWebProcess(url);
    const gateway = await startGatewayProcess(url);
    const worker = startWorkerProcess(url);
    const page = await openFleetPage(sql, web.url);
    try {
      const eventMs = Date.now() + warmUpSeconds * 1_000;
      await enforceFrom(sql, new Date(eventMs));
      context.note(`the fleet calls; the policy takes effect in ${warmUpSeconds} s`);
      const client = runScript<{ requests: number }>("lib/cli/bench/paced-client.ts", {
        ...{ port: gateway.port, token, itemsEach: 1_000, seconds: warmUpSeconds + afterSeconds },
        newest: { agent: newAgent, devices: ready },
      } satisfies PacedInput);
      const shownMs = await page.findingShown((warmUpSeconds + afterSeconds) * 1_000);
      const [finding] = await sql<{ title: string; detected: Date; started: Date }[]>`
        select title, detected_at as detected, started_at as started from findings order by detected_at limit 1`;
      await client;
      // The last minute of the collapse is closed, and its page drawn.
      await delay(5_000);
      const [rolled] = await sql<{ transitions: number; ms: number }[]>`
        select transitions, duration_ms as ms from roll_calls where minute >= ${minuteOf(eventMs)}
        order by transitions desc limit 1`;
      context.report({
        name: "collapse-visible",
        value: (shownMs - eventMs) / 1_000,
        unit: "s",
        baseline: slotsSeconds,
        baselineName: "three slots of five seconds, the least that tells a fall from a hiccup",
        target: { of: "value", atMost: 30 },
        more: {
          title: finding?.title,
          foundAfter: finding && (finding.detected.getTime() - eventMs) / 1_000,
          beganAfter: finding && (finding.started.getTime() - eventMs) / 1_000,
          largestRollCall: rolled,
        },
      });
      for (const [name, { pid }, atMost] of [
        ["web-memory", web, 600],
        ["worker-memory", worker, 400],
      ] as const) {
        const { nowMb, peakMb } = memoryOf(pid);
        const target = { of: "value", atMost } as const;
        const more = { nowMb, devices: benchFleet.devices };
        context.report({ name, value: peakMb, unit: "MB", baseline: null, target, more });
      }
    } finally {
      await sql`delete from admission_policies where created_by = ${author}`;
      await page.close();
      await Promise.all([web.stop(), gateway.stop(), worker.stop()]);
    }
  },
};

/** As a responder would have set it, half a minute or more ahead. */
async function enforceFrom(sql: Sql, effectiveAt: Date): Promise<void> {
  await sql`
    insert into admission_policies (minimum_agent, agent_mode, effective_at, created_by)
    values (${newAgent}, 'enforce', ${effectiveAt}, ${author})`;
  await sendNotice(sql, { kind: "policy" });
}
