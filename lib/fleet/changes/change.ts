import { z } from "zod";

export const changeKinds = ["deployment", "policy", "rewards_snapshot", "freeze", "season", "other"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What a person may enter; a change of kind policy is written by savePolicy alone. */
export const enteredChangeKinds = ["deployment", "rewards_snapshot", "freeze", "season", "other"] as const;

export const changeKindLabels: Record<ChangeKind, string> = {
  deployment: "Deployment",
  policy: "Policy",
  rewards_snapshot: "Rewards snapshot",
  freeze: "Freeze",
  season: "Season",
  other: "Other",
};

/** Something that was done to the fleet, or stands in its calendar. */
export type Change = {
  id: string;
  kind: ChangeKind;
  title: string;
  description: string | null;
  startsAt: Date;
  /** null: a moment, not a span. */
  endsAt: Date | null;
  policyId: number | null;
  revision: number;
  createdBy: string;
};

export const ChangeInput = z
  .object({
    kind: z.enum(enteredChangeKinds),
    title: z.string().trim().min(1, "give it a title").max(120, "at most 120 characters"),
    description: z
      .string()
      .trim()
      .max(2_000, "at most 2,000 characters")
      .nullish()
      .transform((text) => text || null),
    startsAt: z.coerce.date({ error: "not a date and time" }),
    endsAt: z.coerce.date({ error: "not a date and time" }).nullish(),
  })
  .refine((change) => !change.endsAt || change.endsAt > change.startsAt, {
    path: ["endsAt"],
    message: "must lie after the start",
  });
export type ChangeInput = z.input<typeof ChangeInput>;
