import { ensurePartitions } from "@/db/partitions";
import { dayOfMinute, minuteOf } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { RollSession, rollCallLease } from "@/lib/fleet/roll-call/roll-session";
import { rollSpans } from "@/lib/fleet/roll-call/roll-spans";
import { acquireLease } from "@/lib/jobs/lease";
import { benchFleet } from "./bench-fleet";
import type { BenchContext, Benchmark } from "./benchmark";
import { runScript } from "./child";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { PacedInput } from "./paced-client";
import { writeMinute } from "./presence-of-minute";

const turnedAway = 590_000;
const quietMinutes = 5;
const ingestSeconds = 60;

type Opened = Awaited<ReturnType<BenchContext["openFleet"]>>;

export const rollCall: Benchmark = {
  name: "roll-call",
  title: "a quiet minute, and one with 590,000 transitions, of 600,000 devices that call meanwhile",
  async run(context) {
    const { url, sql } = await context.openFleet();
    // Minutes of three hours ago: the live ones are the gateway's.
    const start = minuteOf(Date.now()) - 180;
    await seedMinutes(sql, start);
    const session = await openSession(sql);
    context.note("first states");
    await rollSpans(session, start, start);
    const token = await addOperatorToken(sql);
    const gateway = await startGatewayProcess(url);
    const client = runScript("lib/cli/bench/paced-client.ts", {
      ...{ port: gateway.port, token, itemsEach: 1_000, seconds: ingestSeconds },
    } satisfies PacedInput);
    const quiet = await measureQuiet(session, sql, start);
    const mass = await timed(() => rollSpans(session, start + quietMinutes + 1, start + quietMinutes + 1));
    const floor = await measureBareWrites(sql, start);
    await client;
    await gateway.stop();
    context.report({
      name: "roll-call-quiet",
      value: quiet.rollMs,
      unit: "ms",
      baseline: quiet.floorMs,
      baselineName: "the bare SELECT of the minute's bits",
      target: { of: "value", atMost: 1_000 },
    });
    context.report({
      name: "roll-call-collapse",
      value: mass.ms,
      unit: "ms",
      baseline: floor,
      baselineName: "the bare UPDATE of 590,000 states and INSERT of 590,000 transitions",
      target: { of: "value", atMost: 15_000 },
      more: { transitions: mass.result.transitions },
    });
  },
};

async function seedMinutes(sql: Opened["sql"], start: number): Promise<void> {
  const { devices } = benchFleet;
  await ensurePartitions(sql, dayOfMinute(start), dayOfMinute(start) + 1);
  await sql`insert into coverage select minute, 2 from generate_series(${start - 10}::int, ${start + 20}::int) minute`;
  for (let index = 0; index <= quietMinutes; index++) {
    await writeMinute(sql, { plane: planes.admitted, minute: start + index, devices }, () => true);
  }
  const fallen = start + quietMinutes + 1;
  await writeMinute(sql, { plane: planes.admitted, minute: fallen, devices }, (ordinal) => ordinal >= turnedAway);
  await writeMinute(sql, { plane: planes.outdated_agent, minute: fallen, devices }, (ordinal) => ordinal < turnedAway);
}

async function openSession(sql: Opened["sql"]): Promise<RollSession> {
  const lease = await acquireLease(sql, rollCallLease, "benchmark");
  if (!lease) throw new Error("the roll call's lease is held");
  return new RollSession(sql, lease, () => new Date());
}

/** The medians of a few quiet minutes, each beside its floor. */
async function measureQuiet(session: RollSession, sql: Opened["sql"], start: number) {
  const rolls: number[] = [];
  const floors: number[] = [];
  for (let index = 1; index <= quietMinutes; index++) {
    const minute = start + index;
    const bare = () => sql`select plane, shard, bit_send(bits) from presence where minute = ${minute}`;
    floors.push((await timed(async () => bare())).ms);
    rolls.push((await timed(() => rollSpans(session, minute, minute))).ms);
  }
  return { rollMs: median(rolls), floorMs: median(floors) };
}

/** The same rows, written by the server out of its own tables. */
async function measureBareWrites(sql: Opened["sql"], start: number): Promise<number> {
  await sql`create table bare_states (like device_states including all) with (fillfactor = 60)`;
  await sql`insert into bare_states select * from device_states order by shard, ordinal`;
  await sql`create table bare_transitions (like transitions including all)`;
  const { ms } = await timed(() =>
    sql.begin(async (transaction) => {
      await transaction`update bare_states set state = 1, since = ${start} where ordinal < ${turnedAway}`;
      await transaction`
        insert into bare_transitions (shard, ordinal, minute, from_state, to_state)
        select shard, ordinal, ${start}, 2, 1 from device_states where ordinal < ${turnedAway}`;
    }),
  );
  await sql`drop table bare_states, bare_transitions`;
  return ms;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
