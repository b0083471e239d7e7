import { z } from "zod";
import { WhenInput } from "../when/when";
import { timelineKinds } from "./timeline-kinds";
import { TimelineLink } from "./timeline-link";

/** What Muster itself appended; nobody else may call themselves so. */
export const ownSource = "Muster";

/** What a person writes into a timeline. Text is text: nothing of it is ever taken for markup. */
export const EntryFields = z.object({
  kind: z.enum(timelineKinds),
  body: z.string().trim().min(1, "say what happened").max(10_000, "at most 10,000 characters"),
  when: WhenInput,
  source: z
    .string()
    .trim()
    .min(1, "say where it comes from")
    .max(200, "at most 200 characters")
    .refine((source) => source.toLowerCase() !== ownSource.toLowerCase(), "Muster is what the record itself tells"),
  links: z.array(TimelineLink).max(50, "at most 50 links").default([]),
  isPrivate: z.boolean().default(false),
});
export type EntryFields = z.input<typeof EntryFields>;
