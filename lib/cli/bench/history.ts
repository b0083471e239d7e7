import type { Sql } from "@/db/client";
import { ensurePartitions, partitionName } from "@/db/partitions";
import { bitsToLiteral, ShardBits } from "@/lib/fleet/bit-set";
import { minutesADay } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { foldDay } from "@/lib/fleet/presence/fold-day";
import { readDevicePresence } from "@/lib/fleet/presence/read-device-presence";
import { shardBitCount } from "@/lib/fleet/shard";
import type { BenchContext, Benchmark } from "./benchmark";

const transitionsADay = 8;
/** Gateways merge every 10 s and at the end of a minute. */
const mergesAMinute = 7;
/** 8 kB of bits in the pieces of just under 2 kB in which PostgreSQL keeps large values. */
const chunksAValue = 5;
const ordinal = 4_711;

export const history: Benchmark = {
  name: "history",
  title: "one day of one plane of 65,536 devices with eight transitions each: bytes and reading, hot and folded",
  async run(context) {
    const { sql } = await context.openDatabase();
    const day = Math.floor(Date.now() / 86_400_000) - 10;
    await ensurePartitions(sql, day, day);
    context.note("a day, merged seven times a minute");
    await writeDay(sql, day);
    const partition = partitionName("presence", day);
    await reportBytes(context, "history-hot", await sizeOf(sql, partition), 260, minutesADay / 8);
    await reportReading(context, sql, day, "history-read-hot");
    await foldDay(sql, day);
    await sql`vacuum (analyze) presence_blocks`;
    await reportBytes(context, "history-folded", await sizeOf(sql, "presence_blocks"), 20, null);
    await reportReading(context, sql, day, "history-read-folded");
  },
};

async function writeDay(sql: Sql, day: number): Promise<void> {
  const random = generator(7);
  let deadChunks = 0;
  const bits = new ShardBits();
  for (let offset = 0; offset < shardBitCount; offset++) if (random() < 0.9) bits.add(offset);
  for (let index = 0; index < minutesADay; index++) {
    for (let flips = 0; flips < (shardBitCount * transitionsADay) / minutesADay; flips++) {
      const offset = Math.floor(random() * shardBitCount);
      if (bits.has(offset)) bits.delete(offset);
      else bits.add(offset);
    }
    const literal = bitsToLiteral(bits);
    for (let merge = 0; merge < mergesAMinute; merge++) {
      await sql`
        insert into presence (plane, shard, minute, bits)
        values (${planes.admitted}, 0, ${day * minutesADay + index}, ${literal}::bit(65536))
        on conflict (plane, shard, minute) do update set bits = presence.bits | excluded.bits`;
    }
    // As autovacuum does with the scale factor that the partition has; it could not follow a day that passes in seconds.
    deadChunks += (mergesAMinute - 1) * chunksAValue;
    if (deadChunks > 50 + 0.05 * index * chunksAValue) {
      await sql.unsafe(`vacuum ${partitionName("presence", day)}`);
      deadChunks = 0;
    }
  }
}

/** A fixed sequence: the figures must not depend on luck. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function sizeOf(sql: Sql, table: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`select pg_total_relation_size(${table}::regclass)::float8 as bytes`;
  return row?.bytes ?? 0;
}

async function reportBytes(
  context: BenchContext,
  name: string,
  bytes: number,
  atMost: number,
  baseline: number | null,
): Promise<void> {
  context.report({
    name,
    value: bytes / shardBitCount,
    unit: "bytes/device-day",
    baseline,
    ...(baseline !== null && { baselineName: "one bit a minute" }),
    target: { of: "value", atMost },
    more: { transitionsADay },
  });
}

async function reportReading(context: BenchContext, sql: Sql, day: number, name: string): Promise<void> {
  const fromMinute = day * minutesADay;
  const toMinute = fromMinute + minutesADay - 1;
  const read = () => readDevicePresence(sql, { ordinal, planes: [planes.admitted], fromMinute, toMinute });
  const isHot = name === "history-read-hot";
  const bare = isHot
    ? () => sql`
        select minute from presence where plane = ${planes.admitted} and shard = 0
          and minute between ${fromMinute} and ${toMinute} and get_bit(bits, ${ordinal}) = 1`
    : () => sql`
        select hour, data from presence_blocks where plane = ${planes.admitted} and shard = 0
          and hour between ${fromMinute / 60} and ${(toMinute + 1) / 60 - 1}`;
  context.report({
    name,
    value: await medianOf(read),
    unit: "ms",
    baseline: await medianOf(async () => bare()),
    baselineName: isHot ? "the bare SELECT of the day's bits" : "the bare SELECT of the day's blocks",
    more: { what: "one device's day" },
  });
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[4] ?? 0;
}
