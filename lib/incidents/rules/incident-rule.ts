import { z } from "zod";
import { incidentKinds, incidentSeverities, tlps } from "../incident-choices";

/** Severities of findings, the gravest first. */
export const findingSeverities = ["critical", "high", "medium", "low", "info"] as const;

export const IncidentRuleFields = z.object({
  name: z.string().trim().min(1, "give it a name").max(120, "at most 120 characters"),
  /** Findings at least this severe. */
  leastSeverity: z.enum(findingSeverities),
  /** One detector, or all that begin with a part that ends in a dot: fleet. */
  detector: z
    .string()
    .trim()
    .max(100)
    .regex(/^([a-z0-9-]+\.)*[a-z0-9-]*$/, "a detector, like fleet.collapse, or a part of it that ends in a dot")
    .nullish()
    .transform((text) => text || null),
  severity: z.literal(incidentSeverities),
  kind: z.enum(incidentKinds),
  tlp: z.enum(tlps).default("amber"),
});
export type IncidentRuleFields = z.input<typeof IncidentRuleFields>;

export type IncidentRule = z.output<typeof IncidentRuleFields> & {
  id: string;
  createdBy: string;
  createdAt: Date;
};

export type JudgedFinding = { rule: string; severity: string };

/** Whether the rule opens an incident for the finding. */
export function ruleApplies({ leastSeverity, detector }: IncidentRule, { rule, severity }: JudgedFinding): boolean {
  const rank = (of: string) => (findingSeverities as readonly string[]).indexOf(of);
  if (rank(severity) < 0 || rank(severity) > rank(leastSeverity)) return false;
  return detector === null || (detector.endsWith(".") ? rule.startsWith(detector) : rule === detector);
}
