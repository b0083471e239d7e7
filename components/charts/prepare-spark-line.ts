export type PreparedSparkLine = { line: string; area: string; last: { x: number; y: number } | null };

/** A path from zero to the highest value; null is a gap, and a lone value between gaps is still seen as a short dash. */
export function prepareSparkLine(values: readonly (number | null)[], width: number, height: number): PreparedSparkLine {
  const highest = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const place = (value: number) => round(height - 1 - (value / highest) * (height - 2));
  let line = "";
  let area = "";
  let run: { x: number; y: number }[] = [];
  let last: PreparedSparkLine["last"] = null;
  const close = () => {
    const [first] = run;
    const end = run.at(-1);
    if (!first || !end) return;
    const points = run.length === 1 ? [first, { x: round(first.x + Math.max(1, step / 2)), y: first.y }] : run;
    const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
    line += path;
    area += `${path}V${height}H${first.x}Z`;
    last = points.at(-1) ?? null;
    run = [];
  };
  values.forEach((value, index) => {
    if (value === null) close();
    else run.push({ x: round(index * step), y: place(value) });
  });
  close();
  return { line, area, last };
}

const round = (value: number) => Math.round(value * 10) / 10;
