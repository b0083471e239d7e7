export const ranges = [
  { value: "1h", label: "1 h", minutes: 60 },
  { value: "6h", label: "6 h", minutes: 360 },
  { value: "24h", label: "24 h", minutes: 1_440 },
  { value: "7d", label: "7 d", minutes: 10_080 },
  { value: "30d", label: "30 d", minutes: 43_200 },
] as const;

export const breakdownsBy = [
  { value: "region", label: "Region" },
  { value: "provider", label: "Provider" },
  { value: "gpu_model", label: "GPU model" },
  { value: "agent", label: "Agent" },
  { value: "reason", label: "Reason" },
] as const;
export type BreakdownBy = (typeof breakdownsBy)[number]["value"];

/** The parameter of the address that a click on a row sets. */
export const filterParameter: Record<BreakdownBy, string> = {
  region: "region",
  provider: "provider",
  gpu_model: "model",
  agent: "agent",
  reason: "reason",
};
