export const providerSorts = ["name", "devices", "connected", "away", "gpus", "gpus_connected"] as const;
export type ProviderSort = (typeof providerSorts)[number];
