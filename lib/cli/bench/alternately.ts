import { median } from "@/lib/detect/robust-statistics";

export type Alternated = { value: number; baseline: number; more: { runs: number[]; baselineRuns: number[] } };

/**
 * Measures a thing and its floor in turn, `runs` times each, so that what else the machine does meets both; the median of
 * each, and every single run.
 */
export async function alternately(
  runs: number,
  measure: { value: () => Promise<number>; baseline: () => Promise<number> },
): Promise<Alternated> {
  const values: number[] = [];
  const baselines: number[] = [];
  for (let run = 0; run < runs; run++) {
    baselines.push(await measure.baseline());
    values.push(await measure.value());
  }
  const more = { runs: values.map(Math.round), baselineRuns: baselines.map(Math.round) };
  return { value: median(values), baseline: median(baselines), more };
}
