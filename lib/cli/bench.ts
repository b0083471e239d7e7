import { cpus, loadavg } from "node:os";
import { seedBenchFleet } from "./bench/bench-fleet";
import { type BenchServer, startBenchServer } from "./bench/bench-server";
import type { BenchContext, Benchmark, Figure } from "./bench/benchmark";
import { benchmarks } from "./bench/benchmarks";

// npm run -s bench [-- NAME…]: one JSON object a line on stdout, progress on stderr.

function chosen(names: string[]): Benchmark[] {
  if (names.length === 0) return benchmarks;
  const unknown = names.find((name) => !benchmarks.some((each) => each.name.startsWith(name)));
  if (unknown)
    throw new Error(`No benchmark ${unknown}. There are: ${benchmarks.map((each) => each.name).join(", ")}.`);
  return benchmarks.filter((each) => names.some((name) => each.name.startsWith(name)));
}

/** What the machine did already before the benchmark that runs now. */
let loadBefore = 0;

function report(figure: Figure): void {
  const { baseline, value, target, more, ...rest } = figure;
  const ratio = baseline ? round(value / baseline) : null;
  const judged = target?.of === "ratio" ? ratio : value;
  const isMet =
    target && judged !== null
      ? judged >= (target.atLeast ?? -Infinity) && judged <= (target.atMost ?? Infinity)
      : undefined;
  console.log(
    JSON.stringify({
      ...rest,
      value: round(value),
      baseline: baseline && round(baseline),
      ratio,
      target,
      isMet,
      ...more,
      loadBefore,
    }),
  );
}

/** Four digits are more than any of these measurements is good for. */
const round = (value: number): number => Number(value.toPrecision(4));

async function run(list: Benchmark[], server: BenchServer): Promise<void> {
  const ends: (() => Promise<void> | void)[] = [];
  let databases = 0;
  let fleet: Promise<Awaited<ReturnType<BenchServer["openDatabase"]>>> | null = null;
  const note = (text: string) => console.error(text);
  const context: BenchContext = {
    openDatabase: () => server.openDatabase(`bench_${++databases}`),
    openFleet: () => {
      fleet ??= (async () => {
        note("enrolling the fleet");
        const database = await server.openDatabase("bench_fleet");
        await seedBenchFleet(database.sql);
        return database;
      })();
      return fleet;
    },
    report,
    note,
    onEnd: (end) => ends.push(end),
  };
  try {
    for (const benchmark of list) {
      note(`${benchmark.name}: ${benchmark.title}`);
      loadBefore = round(loadavg()[0] ?? 0);
      await benchmark.run(context);
    }
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

const list = chosen(process.argv.slice(2));
const server = await startBenchServer();
console.log(
  JSON.stringify({
    name: "server",
    value: cpus().length,
    unit: "cpus",
    baseline: null,
    ratio: null,
    ...server.settings,
  }),
);
try {
  await run(list, server);
} finally {
  await server.stop();
}
