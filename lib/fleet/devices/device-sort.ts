export const deviceSorts = [
  "id",
  "name",
  "provider",
  "region",
  "model",
  "gpus",
  "agent",
  "state",
  "since",
  "last_heartbeat",
] as const;
export type DeviceSort = (typeof deviceSorts)[number];

export const sortOrders = ["asc", "desc"] as const;
export type SortOrder = (typeof sortOrders)[number];
