import { median } from "@/lib/detect/robust-statistics";

export type Measured = { median: number; runs: number[] };

/**
 * Measures several things in turn, `runs` times each, so that what else the machine does meets all of them; of each the
 * median and every single run.
 */
export async function alternately<Name extends string>(
  runs: number,
  measures: Record<Name, () => Promise<number>>,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(measures) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const name of names) values.get(name)?.push(await measures[name]());
  }
  const entries = [...values].map(([name, list]) => [name, { median: median(list), runs: list.map(Math.round) }]);
  // Every name of `measures` has an entry.
  return Object.fromEntries(entries) as Record<Name, Measured>;
}

/** Of a thing and its floor or peer, as a figure tells them. */
export function compared(value: Measured, baseline: Measured) {
  return {
    value: value.median,
    baseline: baseline.median,
    more: { runs: value.runs, baselineRuns: baseline.runs },
  };
}
