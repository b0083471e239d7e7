import semver from "semver";
import { z } from "zod";
import { admissionModes } from "../admission";
import { CalendarMoment } from "../changes/calendar-moment";
import type { PolicyEstimate } from "./policy-estimate";

const mode = z.enum(admissionModes);

export const PolicyDraft = z
  .object({
    minimumAgent: z
      .string()
      .trim()
      .nullish()
      .transform((text) => text || null)
      .refine((text) => text === null || semver.valid(text) === text, "write a whole version, for example 1.5.0"),
    agentMode: mode,
    legacyTokenMode: mode,
    verificationMode: mode,
    /** null: as soon as every gateway can know of it, 30 s after it is saved. */
    effectiveAt: CalendarMoment.nullable(),
    note: z
      .string()
      .trim()
      .max(500, "at most 500 characters")
      .nullish()
      .transform((text) => text || null),
  })
  .refine((draft) => draft.agentMode === "off" || draft.minimumAgent !== null, {
    path: ["minimumAgent"],
    message: "say which version is the lowest that is let in",
  });
export type PolicyDraft = z.output<typeof PolicyDraft>;

export type Policy = {
  id: number;
  minimumAgent: string | null;
  agentMode: PolicyDraft["agentMode"];
  legacyTokenMode: PolicyDraft["agentMode"];
  verificationMode: PolicyDraft["agentMode"];
  effectiveAt: Date;
  note: string | null;
  /** As it was when the policy was saved; null for one that was not saved by a person. */
  estimate: PolicyEstimate | null;
  createdBy: string;
  createdAt: Date;
  withdrawnAt: Date | null;
};
