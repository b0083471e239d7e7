import type { Authentication, DataClass, Exposure, Method, Risk } from "./endpoint-choices";

export type RiskFacts = {
  method: Method;
  exposure: Exposure;
  authentication: Authentication;
  dataClass: DataClass;
};

/** The written criteria, as the page shows them; riskOf is the same in code. */
export const riskCriteria: Record<Risk, string> = {
  critical: "No authentication, and it changes something or handles personal data or secrets.",
  high: "On the internet and it changes something or handles personal data or secrets; or no authentication on internal data.",
  medium:
    "On the internet with internal data that it only reads; or partners only, and it changes something or handles personal data or secrets.",
  low: "It only reads: public data, or internal data for partners who authenticate.",
};

const reading: ReadonlySet<Method> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** The risk of an endpoint by the written criteria. */
export function riskOf({ method, exposure, authentication, dataClass }: RiskFacts): Risk {
  const isGrave = !reading.has(method) || dataClass === "personal" || dataClass === "secret";
  const isOpen = authentication === "none";
  if (isOpen && isGrave) return "critical";
  if (exposure === "internet" && isGrave) return "high";
  if (isOpen && dataClass === "internal") return "high";
  if (isGrave) return "medium";
  return exposure === "internet" && dataClass === "internal" ? "medium" : "low";
}
