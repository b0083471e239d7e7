import { z } from "zod";
import { type IncidentKind, incidentKinds } from "../incident-choices";
import { containmentActs } from "./task-choices";

/** Due at most thirty days after the start. */
const mostDueMinutes = 43_200;

export const PlaybookStep = z.object({
  title: z.string().trim().min(1, "say what is to be done").max(200, "at most 200 characters"),
  detail: z.string().trim().max(5_000, "at most 5,000 characters").default(""),
  /** After the playbook is started; null: whenever. */
  dueMinutes: z.int().min(1).max(mostDueMinutes, "at most 43,200 minutes, 30 days").nullable().default(null),
  /** What Muster itself can do for it. */
  act: z.enum(containmentActs).nullable().default(null),
});
export type PlaybookStep = z.output<typeof PlaybookStep>;

export const PlaybookFields = z.object({
  name: z.string().trim().min(1, "give it a name").max(200, "at most 200 characters"),
  kind: z.enum(incidentKinds),
  description: z.string().trim().max(5_000, "at most 5,000 characters"),
  steps: z.array(PlaybookStep).min(1, "write at least one step").max(100, "at most 100 steps"),
});
export type PlaybookFields = z.output<typeof PlaybookFields>;

export type Playbook = PlaybookFields & {
  id: string;
  key: string | null;
  version: number;
  kind: IncidentKind;
  writtenBy: string;
  writtenAt: Date;
  reason: string;
  retiredAt: Date | null;
};
