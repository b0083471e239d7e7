import type { PreparedStateArea } from "./prepare-state-area";
import { stackOrder } from "./prepare-state-area";

/** What is drawn, one row a minute, in UTC; gaps are left out and unknown is a column of its own. */
export function timelineCsv(area: PreparedStateArea): string {
  const head = ["time", "coverage", "enrolled", ...stackOrder, "expected_low", "expected_median", "expected_high"];
  const lines = area.rows.flatMap((row) => {
    if (!row.values) return [];
    const { values } = row;
    const band = row.expected ? [row.expected.low, row.expected.median, row.expected.high] : ["", "", ""];
    const time = new Date(row.minute * 60_000).toISOString();
    return [[time, row.coverage, row.enrolled, ...stackOrder.map((state) => values[state]), ...band].join(",")];
  });
  return [head.join(","), ...lines, ""].join("\n");
}
