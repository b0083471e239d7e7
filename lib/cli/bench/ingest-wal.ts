import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { planes } from "@/lib/fleet/planes";
import { shardByteCount } from "@/lib/fleet/shard";
import { benchFleet } from "./bench-fleet";
import type { Benchmark } from "./benchmark";
import { memoryOf, runScript } from "./child";
import { clearPresence, expectPresence } from "./expect-presence";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { PacedInput } from "./paced-client";

const minutes = 3;

const bytesOfLog = async (sql: Sql): Promise<number> => {
  const [row] = await sql<{ bytes: number }[]>`select (pg_current_wal_lsn() - '0/0')::float8 as bytes`;
  return row?.bytes ?? 0;
};

export const ingestWal: Benchmark = {
  name: "ingest-wal",
  title: "database log and memory of the gateway while 600,000 devices call twice a minute, for three minutes",
  async run(context) {
    const { url, sql } = await context.openFleet();
    const token = await addOperatorToken(sql);
    const gateway = await startGatewayProcess(url);
    await clearPresence(sql);
    await delay(2_000);
    // The first change of each page after a checkpoint is logged whole: that belongs to the price.
    await sql`checkpoint`;
    const before = await bytesOfLog(sql);
    const startedAt = performance.now();
    await runScript("lib/cli/bench/paced-client.ts", {
      ...{ port: gateway.port, token, itemsEach: 200, seconds: minutes * 60, isMixed: true },
    } satisfies PacedInput);
    const elapsedMinutes = (performance.now() - startedAt) / 60_000;
    const megabytes = ((await bytesOfLog(sql)) - before) / 1e6 / elapsedMinutes;
    const memory = memoryOf(gateway.pid);
    await gateway.stop();
    await expectPresence(sql, { devices: benchFleet.devices });
    const shards = Math.ceil(benchFleet.devices / (shardByteCount * 8));
    const [merged] = await sql<{ bits: number }[]>`
      select sum(bit_count(bits))::float8 as bits from presence where plane = ${planes.admitted}`;
    context.report({
      name: "ingest-wal",
      value: megabytes,
      unit: "MB/minute",
      baseline: (shards * shardByteCount) / 1e6,
      baselineName: "the bare bits of a minute",
      target: { of: "value", atMost: 6 },
      more: { minutes: elapsedMinutes, bitsInPresence: merged?.bits },
    });
    context.report({
      name: "gateway-memory",
      value: memory.peakMb,
      unit: "MB",
      baseline: null,
      target: { of: "value", atMost: 400 },
      more: { nowMb: memory.nowMb, devices: benchFleet.devices },
    });
  },
};
