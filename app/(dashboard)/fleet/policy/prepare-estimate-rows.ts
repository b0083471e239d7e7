import type { EstimateRow, PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";

export type EffectColumn = {
  key: "readmitted" | "turnedAway" | "reported";
  label: string;
  /** Devices of the last 24 hours, of a row and of the whole fleet. */
  of: (row: EstimateRow) => number;
  total: number;
};

const rowsShown = 8;

/** A column for each thing that the policy does to anybody. */
export function effectColumns({ against, turnedAway, reported }: PolicyEstimate): EffectColumn[] {
  const columns: EffectColumn[] = [
    {
      key: "readmitted",
      label: "Admitted again",
      of: (row) => row.readmitted?.last24Hours.devices ?? 0,
      total: against?.readmitted.last24Hours.devices ?? 0,
    },
    {
      key: "turnedAway",
      label: "Turned away",
      of: (row) => row.turnedAway.last24Hours.devices,
      total: turnedAway.last24Hours.devices,
    },
    {
      key: "reported",
      label: "Reported",
      of: (row) => row.reported.last24Hours.devices,
      total: reported.last24Hours.devices,
    },
  ];
  return columns.filter(({ total }) => total > 0);
}

/** The rows that are shown, and how many values and devices (by column) are not: every dimension holds every device once. */
export function prepareEstimateRows(rows: readonly EstimateRow[], others: number, columns: readonly EffectColumn[]) {
  const shown = rows.slice(0, rowsShown);
  const values = others + rows.length - shown.length;
  const devices = columns.map(({ of, total }) => total - shown.reduce((sum, row) => sum + of(row), 0));
  return { shown, hidden: values > 0 ? { values, devices } : null };
}
