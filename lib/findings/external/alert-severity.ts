import type { Severity } from "../finding-choices";

/** Words for a severity that programs send, Falco's and syslog's priorities among them. */
const words: Record<Severity, readonly string[]> = {
  critical: ["critical", "emergency", "alert", "fatal", "page", "disaster", "p1", "sev1"],
  high: ["high", "error", "major", "p2", "sev2"],
  medium: ["medium", "moderate", "warning", "warn", "p3", "sev3"],
  low: ["low", "minor", "notice", "p4", "sev4"],
  info: ["info", "informational", "information", "debug", "none", "p5", "sev5"],
};

const byWord = new Map(
  Object.entries(words).flatMap(([severity, list]) => list.map((word) => [word, severity as Severity] as const)),
);

/** The severity of a sender's word for it; medium where it says none, or one that nobody knows. */
export const severityOf = (word: unknown): Severity =>
  (typeof word === "string" ? byWord.get(word.trim().toLowerCase()) : undefined) ?? "medium";
