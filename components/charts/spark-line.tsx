import { prepareSparkLine } from "./prepare-spark-line";

type SparkLineProps = {
  values: readonly (number | null)[];
  /** What it shows, for who cannot see it. */
  label: string;
  width?: number;
  height?: number;
};

/** Connected over the last hours, from zero. */
export function SparkLine({ values, label, width = 96, height = 20 }: SparkLineProps) {
  const { line, area } = prepareSparkLine(values, width, height);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="block"
    >
      <path d={area} fill="var(--connected)" fillOpacity="0.16" />
      <path d={line} fill="none" stroke="var(--connected)" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
