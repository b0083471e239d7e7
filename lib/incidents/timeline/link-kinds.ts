/** What an event of a timeline can be about. */
export const linkKinds = [
  "device",
  "provider",
  "token",
  "user",
  "cluster",
  "finding",
  "change",
  "policy",
  "indicator",
  "file",
] as const;
export type LinkKind = (typeof linkKinds)[number];

export const linkKindLabels: Record<LinkKind, string> = {
  device: "Device",
  provider: "Provider",
  token: "Token",
  user: "User",
  cluster: "Cluster",
  finding: "Finding",
  change: "Change",
  policy: "Policy",
  indicator: "Indicator",
  file: "File",
};
