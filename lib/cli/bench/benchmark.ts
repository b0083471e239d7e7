import type { Sql } from "@/db/client";

/** One figure, beside what it is measured against in the same run. `ratio` is value / baseline. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** The floor's or the peer's own value, in the same unit. */
  baseline: number | null;
  baselineName?: string;
  /** What it should reach: of the value, or of the ratio. */
  target?: { of: "value" | "ratio"; atLeast?: number; atMost?: number };
  /** Whatever else a reader needs to judge it. */
  more?: Record<string, unknown>;
};

export type BenchContext = {
  /** A migrated database of its own on the durable server of this run; dropped at the end. */
  openDatabase(): Promise<{ url: string; sql: Sql }>;
  /** The same with `benchFleet` devices in it; one for the whole run. */
  openFleet(): Promise<{ url: string; sql: Sql }>;
  report(figure: Figure): void;
  /** Progress, on stderr. */
  note(text: string): void;
  /** Run at the end, the last one first. */
  onEnd(end: () => Promise<void> | void): void;
};

export type Benchmark = { name: string; title: string; run(context: BenchContext): Promise<void> };
