import { z } from "zod";
import { CalendarMoment } from "./calendar-moment";
import { type ChangeKind, enteredChangeKinds } from "./change-kinds";

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
    startsAt: CalendarMoment,
    endsAt: CalendarMoment.nullish(),
  })
  .refine((change) => !change.endsAt || change.endsAt > change.startsAt, {
    path: ["endsAt"],
    message: "must lie after the start",
  });
export type ChangeInput = z.input<typeof ChangeInput>;
