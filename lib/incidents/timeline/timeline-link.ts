import { z } from "zod";

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

export const TimelineLink = z.object({
  kind: z.enum(linkKinds),
  id: z.string().trim().min(1, "name it").max(200, "at most 200 characters"),
});
export type TimelineLink = z.output<typeof TimelineLink>;

/** What an event of the record is about, as links. */
export const linksOfSubjects = (subjects: Record<string, unknown>): TimelineLink[] =>
  linkKinds.flatMap((kind) => {
    const id = subjects[kind];
    return typeof id === "string" || typeof id === "number" ? [{ kind, id: String(id) }] : [];
  });
