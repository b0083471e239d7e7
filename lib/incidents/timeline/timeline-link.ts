import { z } from "zod";
import { linkKinds } from "./link-kinds";

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
