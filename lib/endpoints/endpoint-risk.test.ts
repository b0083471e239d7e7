import { expect, test } from "vitest";
import { type RiskFacts, riskOf } from "./endpoint-risk";

test.each<[RiskFacts["method"], RiskFacts["exposure"], RiskFacts["authentication"], RiskFacts["dataClass"], string]>([
  ["POST", "internet", "none", "public", "critical"],
  ["GET", "partners", "none", "personal", "critical"],
  ["GET", "internet", "none", "secret", "critical"],
  ["DELETE", "internet", "bearer", "public", "high"],
  ["GET", "internet", "oauth", "personal", "high"],
  ["GET", "internet", "none", "internal", "high"],
  ["GET", "partners", "none", "internal", "high"],
  ["GET", "internet", "session", "internal", "medium"],
  ["PUT", "partners", "mutual_tls", "internal", "medium"],
  ["GET", "partners", "api_key", "secret", "medium"],
  ["GET", "partners", "api_key", "internal", "low"],
  ["GET", "internet", "none", "public", "low"],
  ["HEAD", "internet", "bearer", "public", "low"],
])("%s from %s with %s and %s data: %s", (method, exposure, authentication, dataClass, risk) => {
  expect(riskOf({ method, exposure, authentication, dataClass })).toBe(risk);
});
